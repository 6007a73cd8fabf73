package com.joyofhardware.master.site;

import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.Json;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.NodeName;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.Size;
import com.joyofhardware.protocol.rest.Contents;
import com.joyofhardware.protocol.rest.Rest;
import com.joyofhardware.protocol.rest.SessionState;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.core.utils.SpringDocUtils;
import org.springdoc.webmvc.core.configuration.SpringDocWebMvcConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The description of the REST calls, made from the handlers when it is first asked for. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
  SpringDocConfiguration.class,
  SpringDocConfigProperties.class,
  SpringDocWebMvcConfiguration.class,
})
class OpenApi {
  static final String PATH = "/api/v1/openapi.json";

  private static final List<Class<?>> TEXTS =
      List.of(
          Name.class,
          SessionId.class,
          ContainerId.class,
          NodeName.class,
          ProjectRef.class,
          Claim.class);

  private static final List<Class<? extends Enum<?>>> ENUMS =
      List.of(
          Size.class,
          SessionState.class,
          Rest.WantedSize.class,
          Rest.Visibility.class,
          Contents.Kind.class);

  /** With the values as the codec writes them. */
  private static StringSchema schema(Class<? extends Enum<?>> type) {
    StringSchema schema = new StringSchema();
    for (Enum<?> constant : type.getEnumConstants()) {
      schema.addEnumItem(Json.gson().toJsonTree(constant).getAsString());
    }
    return schema;
  }

  @Bean
  OpenAPI description(MasterSettings settings) {
    SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class);
    TEXTS.forEach(type -> SpringDocUtils.getConfig().replaceWithSchema(type, new StringSchema()));
    ENUMS.forEach(type -> SpringDocUtils.getConfig().replaceWithSchema(type, schema(type)));
    return new OpenAPI()
        .info(
            new Info()
                .title("Joy of Hardware")
                .version("1")
                .description("Errors are problem documents (RFC 9457) with a stable code."))
        .servers(List.of(new Server().url(settings.origin())))
        .components(
            new Components()
                .addSecuritySchemes(
                    "token", new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer")))
        .security(List.of(new SecurityRequirement().addList("token")));
  }
}
