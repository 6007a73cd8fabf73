package com.joyofhardware.master.repository;

import com.joyofhardware.master.account.Authentication;
import com.joyofhardware.master.database.Database;
import java.io.IOException;
import java.time.Clock;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Wires projects, repositories and git over HTTP. Needs a {@link RepositorySettings}, a {@link
 * Database} and an {@link Authentication} in the context.
 */
@Configuration(proxyBeanMethods = false)
public class RepositoryModule {
  private static final String GIT = "/git/*";

  @Bean
  RepositoryFolders repositoryFolders(RepositorySettings settings) {
    return new RepositoryFolders(settings);
  }

  @Bean
  TreePacks treePacks(RepositoryFolders folders, RepositorySettings settings) throws IOException {
    return new TreePacks(folders, settings, TreePackShelf.open(settings, Clock.systemUTC()));
  }

  @Bean
  Upkeep gitUpkeep(RepositorySettings settings) {
    return new Upkeep(settings);
  }

  @Bean
  AfterChange afterChange(RepositoryFolders folders, TreePacks treePacks, Upkeep upkeep) {
    return new AfterChange(folders, treePacks, upkeep);
  }

  @Bean
  StoredProjects projects(Database database, RepositoryFolders folders, AfterChange after) {
    StoredProjects projects =
        new StoredProjects(database, folders, Templates.load(), after::created, Clock.systemUTC());
    projects.repair();
    return projects;
  }

  @Bean
  Repositories repositories(RepositoryFolders folders, TreePacks treePacks, AfterChange after) {
    return new StoredRepositories(folders, treePacks, after);
  }

  @Bean
  ServletRegistrationBean<GitHttp> gitHttp(
      RepositorySettings settings,
      RepositoryFolders folders,
      StoredProjects projects,
      Authentication authentication,
      AfterChange after) {
    PushService pushes =
        new PushService(
            settings,
            (project, done) -> {
              projects.pushed(project);
              after.changed(project, done);
            });
    ServletRegistrationBean<GitHttp> registration =
        new ServletRegistrationBean<>(
            new GitHttp(
                new GitAccess(authentication, projects), folders, new FetchService(), pushes),
            GIT);
    registration.setName("git");
    registration.setLoadOnStartup(1);
    return registration;
  }

  /** Git clients know no cookies and no CSRF tokens; {@link GitHttp} authorises each request. */
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  SecurityFilterChain gitSecurity(HttpSecurity http) {
    return http.securityMatcher("/git/**")
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .csrf(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .build();
  }
}
