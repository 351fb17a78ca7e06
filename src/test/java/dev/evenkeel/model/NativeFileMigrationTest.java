package dev.evenkeel.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.testing.ProcessTest;
import dev.evenkeel.testing.TestPostgres;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Models of before there were native files of several kinds. */
@ProcessTest
class NativeFileMigrationTest {

  @Test
  void theZipOfAnOlderModelIsDeeplearning4jsNativeFile() {
    TestPostgres.Database fresh = TestPostgres.fresh();
    var database = new DriverManagerDataSource(fresh.url(), fresh.user(), fresh.password());
    Flyway.configure().dataSource(database).target("2").load().migrate();
    JdbcClient jdbc = JdbcClient.create(database);
    jdbc.sql(
            """
            insert into model (id, name, version, quarantined, parameters, parameters_sha256,
              metrics, manifest, dl4j_bytes, dl4j_sha256, onnx_bytes, onnx_sha256, created_at)
            values (?, 'old', 1, false, 6, '', '{}', '{"parameters": 6}', 10, 'ab', 1, '', now())
            """)
        .param(UUID.randomUUID())
        .update();

    Flyway.configure().dataSource(database).load().migrate();

    Map<String, Object> model =
        jdbc.sql(
                """
                select native_kind, native_bytes, native_sha256,
                       manifest #>> '{native_file,kind}' as kind,
                       manifest #>> '{native_file,name}' as name, manifest ->> 'parameters' as size
                from model
                """)
            .query()
            .singleRow();
    assertThat(model)
        .containsEntry("native_kind", "deeplearning4j")
        .containsEntry("native_bytes", 10L)
        .containsEntry("native_sha256", "ab")
        .containsEntry("kind", "deeplearning4j")
        .containsEntry("name", "model.zip")
        .containsEntry("size", "6");
  }
}
