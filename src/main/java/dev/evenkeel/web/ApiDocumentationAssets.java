package dev.evenkeel.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Properties;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Serves Swagger UI from its WebJar, so that the pages need no other host. */
@Configuration(proxyBeanMethods = false)
class ApiDocumentationAssets implements WebMvcConfigurer {

  private static final String DESCRIPTION = "META-INF/maven/org.webjars/swagger-ui/pom.properties";

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler("/docs/assets/**")
        .addResourceLocations(
            "classpath:/META-INF/resources/webjars/swagger-ui/%s/".formatted(version()))
        .setCacheControl(CacheControl.maxAge(Duration.ofDays(1)));
  }

  /** The version is part of the files' path; the jar itself knows it. */
  private static String version() {
    try {
      Properties jar = PropertiesLoaderUtils.loadProperties(new ClassPathResource(DESCRIPTION));
      return jar.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
