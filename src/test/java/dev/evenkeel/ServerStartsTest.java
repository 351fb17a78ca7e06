package dev.evenkeel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.testing.ServerTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@ServerTest
class ServerStartsTest {

  @Autowired private JdbcClient jdbc;

  @Test
  void migratesAnEmptyDatabaseAtStart() {
    assertThat(jdbc.sql("select count(*) from training_job").query(Long.class).single()).isZero();
  }
}
