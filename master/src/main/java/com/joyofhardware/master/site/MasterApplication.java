package com.joyofhardware.master.site;

import com.joyofhardware.master.account.Accounts;
import com.joyofhardware.master.repository.Projects;
import com.joyofhardware.master.session.Sessions;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** All of the wiring, by name: nothing is found by scanning. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
  TomcatServletWebServerAutoConfiguration.class,
  DispatcherServletAutoConfiguration.class,
  WebMvcAutoConfiguration.class,
  HttpEncodingAutoConfiguration.class,
})
@Import({
  WebConfiguration.class,
  SecurityConfiguration.class,
  OpenApi.class,
  Problems.class,
  AccountCalls.class,
  PreferenceCalls.class,
  TokenCalls.class,
  UserCalls.class,
  ProjectCalls.class,
  ContentCalls.class,
  PreviewCalls.class,
  SessionCalls.class,
  EventCalls.class,
  ClusterCalls.class,
  HealthCalls.class,
  Pages.class,
  EventStreams.class,
  Figures.class,
  Cookies.class,
  Doctor.class,
})
class MasterApplication {
  @Bean
  Accounts accounts(Parts parts) {
    return parts.accounts();
  }

  @Bean
  Projects projects(Parts parts) {
    return parts.projects();
  }

  @Bean
  Sessions sessions(Parts parts) {
    return parts.sessions();
  }

  @Bean
  ServletContextInitializer mounts(Parts parts) {
    return context ->
        parts
            .mounts()
            .forEach(mount -> {
              var added = context.addServlet(mount.segment(), mount.servlet());
              added.addMapping("/" + mount.segment() + "/*");
              added.setAsyncSupported(true);
            });
  }
}
