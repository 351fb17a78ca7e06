package dev.evenkeel.dataset;

import dev.evenkeel.dataset.profile.DatasetProfile;
import dev.evenkeel.dataset.profile.StoredDataset;
import dev.evenkeel.dataset.spec.DatasetSpec;
import dev.evenkeel.training.spec.SpecJson;
import dev.evenkeel.web.Keyset;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code dataset}. */
@Repository
class DatasetTable {

  private final JdbcClient jdbc;

  DatasetTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(StoredDataset dataset) {
    jdbc.sql(
            """
            insert into dataset (id, name, format, task, spec, profile, bytes, sha256, examples, created_at)
            values (:id, :name, :format, :task, :spec::jsonb, :profile::jsonb, :bytes, :sha256, :examples, :at)""")
        .param("id", dataset.id())
        .param("name", dataset.spec().name())
        .param("format", dataset.spec().format().label())
        .param("task", dataset.spec().taskName())
        .param("spec", SpecJson.mapper().writeValueAsString(dataset.spec()))
        .param("profile", SpecJson.mapper().writeValueAsString(dataset.profile()))
        .param("bytes", dataset.bytes())
        .param("sha256", dataset.sha256())
        .param("examples", dataset.examples())
        .param("at", dataset.createdAt().atOffset(ZoneOffset.UTC))
        .update();
  }

  boolean exists(UUID id) {
    return jdbc.sql("select exists (select 1 from dataset where id = ?)")
        .param(id)
        .query(Boolean.class)
        .single();
  }

  Optional<StoredDataset> find(UUID id) {
    return jdbc.sql("select * from dataset where id = ?")
        .param(id)
        .query(DatasetTable::row)
        .optional();
  }

  Optional<String> sha256(UUID id) {
    return jdbc.sql("select sha256 from dataset where id = ?")
        .param(id)
        .query(String.class)
        .optional();
  }

  /** Keeps the row from being deleted until the caller's transaction ends. */
  Optional<StoredDataset> findForUse(UUID id) {
    return jdbc.sql("select * from dataset where id = ? for key share")
        .param(id)
        .query(DatasetTable::row)
        .optional();
  }

  /** Waits for those who are about to use the row, and keeps others away. */
  boolean lockForDeletion(UUID id) {
    return jdbc.sql("select id from dataset where id = ? for update")
        .param(id)
        .query(UUID.class)
        .optional()
        .isPresent();
  }

  void delete(UUID id) {
    jdbc.sql("delete from dataset where id = ?").param(id).update();
  }

  /** Newest first, and without the profiles of columns, of which a dataset may have thousands. */
  List<StoredDataset> page(Keyset keyset) {
    return jdbc.sql(
            """
            select id, spec, profile - 'columns' as profile, bytes, sha256, examples, created_at
            from dataset where cast(:after as uuid) is null or id < :after
            order by id desc limit :rows""")
        .param("after", keyset.after())
        .param("rows", keyset.rows())
        .query(DatasetTable::row)
        .list();
  }

  private static StoredDataset row(ResultSet row, int number) throws SQLException {
    return new StoredDataset(
        row.getObject("id", UUID.class),
        SpecJson.mapper().readValue(row.getString("spec"), DatasetSpec.class),
        SpecJson.mapper().readValue(row.getString("profile"), DatasetProfile.class),
        row.getLong("bytes"),
        row.getString("sha256"),
        row.getLong("examples"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
