package com.joyofhardware.master.site;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.DelegatingFilterProxy;

/**
 * Who may get to a handler at all. Spring Security guards the paths; credentials, origins and
 * headers are our own, as its CSRF tokens and server sessions have no place beside them.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class SecurityConfiguration {
  /** The calls without a credential; all others below {@code /api} need one. */
  private static final String[] OPEN = {"/api/v1/login", "/api/v1/setup", OpenApi.PATH};

  @Bean
  SecurityFilterChain chain(
      HttpSecurity http, MasterSettings settings, Parts parts, Cookies cookies) {
    List<String> mounts =
        parts.mounts().stream().map(mount -> "/" + mount.segment() + "/").toList();
    RequestMatcher ours = request -> mounts.stream().noneMatch(request.getRequestURI()::startsWith);
    return http.securityMatcher(ours)
        .csrf(AbstractHttpConfigurer::disable)
        .headers(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .addFilterBefore(
            new CredentialFilter(settings, parts, cookies), AnonymousAuthenticationFilter.class)
        .authorizeHttpRequests(requests ->
            requests
                .requestMatchers(OPEN)
                .permitAll()
                .requestMatchers(HttpMethod.GET, ContentCalls.OPEN)
                .permitAll()
                .requestMatchers("/api/**")
                .authenticated()
                .anyRequest() // pages decide by themselves: who isn't signed in is led there
                .permitAll())
        .exceptionHandling(errors ->
            errors
                .authenticationEntryPoint(
                    (_, response, _) -> ProblemWriter.write(response, notSignedIn()))
                .accessDeniedHandler(
                    (_, response, _) -> ProblemWriter.write(response, Access.forbidden())))
        .build();
  }

  static JoyException notSignedIn() {
    return new JoyException(
        ErrorCode.NOT_SIGNED_IN, "sign in, or send a token as 'Authorization: Bearer TOKEN'");
  }

  @Bean
  FilterRegistrationBean<SecurityHeaders> headers(MasterSettings settings, Parts parts) {
    FilterRegistrationBean<SecurityHeaders> filter =
        new FilterRegistrationBean<>(new SecurityHeaders(settings, parts.previews().origins()));
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return filter;
  }

  @Bean
  FilterRegistrationBean<RequestTimes> times(Figures figures) {
    FilterRegistrationBean<RequestTimes> filter =
        new FilterRegistrationBean<>(new RequestTimes(figures));
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
    return filter;
  }

  @Bean
  FilterRegistrationBean<DelegatingFilterProxy> security() {
    FilterRegistrationBean<DelegatingFilterProxy> filter =
        new FilterRegistrationBean<>(new DelegatingFilterProxy("springSecurityFilterChain"));
    filter.setOrder(0);
    return filter;
  }

  @Bean
  RequestRejectedHandler rejected() {
    return (_, response, _) ->
        ProblemWriter.write(
            response,
            new JoyException(ErrorCode.BAD_REQUEST, "the address is not in its plain form"));
  }
}
