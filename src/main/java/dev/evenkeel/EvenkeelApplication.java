package dev.evenkeel;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The server: HTTP API, job queue and workers in one process. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class EvenkeelApplication {

  public static void main(String[] args) {
    SpringApplication.run(EvenkeelApplication.class, args);
  }
}
