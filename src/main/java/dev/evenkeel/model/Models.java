package dev.evenkeel.model;

import dev.evenkeel.error.ServiceException;
import dev.evenkeel.model.Model.NativeArtifact;
import dev.evenkeel.storage.Blob;
import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.network.NativeFile;
import dev.evenkeel.training.spec.SpecJson;
import dev.evenkeel.web.Caller;
import dev.evenkeel.web.Keyset;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;

/** The models that are published. */
@Repository
public class Models {

  private static final TypeReference<Map<String, Double>> METRICS = new TypeReference<>() {};

  private final JdbcClient jdbc;

  Models(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public Optional<Model> find(UUID id) {
    return jdbc.sql("select * from model where id = ?")
        .param(id)
        .query((row, n) -> model(row))
        .optional();
  }

  /** The same for a client, whose it is to use. */
  public Optional<Model> find(UUID id, Caller caller) {
    return find(id);
  }

  /** The model, where the caller may see it. */
  public Model require(UUID id, Caller caller) {
    Model model = find(id).orElseThrow(() -> ServiceException.notFound("model", id));
    model.requireOpenTo(caller);
    return model;
  }

  /** The newest model of a name that is not quarantined; the newest of all where each one is. */
  public Optional<UUID> newest(String name, Caller caller) {
    return jdbc.sql(
            "select id from model where name = ? order by quarantined, version desc limit 1")
        .param(name)
        .query(UUID.class)
        .optional();
  }

  public Optional<UUID> version(String name, int version, Caller caller) {
    return jdbc.sql("select id from model where name = ? and version = ?")
        .params(name, version)
        .query(UUID.class)
        .optional();
  }

  /** Versions of a name, the newest first, at most a hundred. */
  public List<Integer> versions(String name, Caller caller) {
    return jdbc.sql("select version from model where name = ? order by version desc limit 100")
        .param(name)
        .query(Integer.class)
        .list();
  }

  public boolean exists(UUID id) {
    return jdbc.sql("select exists (select 1 from model where id = ?)")
        .param(id)
        .query(Boolean.class)
        .single();
  }

  List<ModelSummary> page(Keyset keyset) {
    return jdbc.sql(
            """
            select id, name, version, job_id, dataset_id, dataset_sha256, parameters, metrics,
                   parameters_sha256, quarantined, created_at
            from model where cast(:after as uuid) is null or id < cast(:after as uuid)
            order by id desc limit :rows
            """)
        .param("after", keyset.after())
        .param("rows", keyset.rows())
        .query((row, n) -> summary(row))
        .list();
  }

  /** Publishes a model as the next version of its name; its own version is ignored. */
  @Transactional
  void publish(Model model) {
    // Two jobs of one name that end together must not take the same version.
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 1))")
        .param("model " + model.name())
        .query((row, n) -> n)
        .single();
    ModelManifest manifest = model.manifest();
    NativeArtifact own = model.nativeArtifact();
    jdbc.sql(
            """
            insert into model (id, name, version, job_id, dataset_id, dataset_sha256, quarantined,
              parameters, parameters_sha256, metrics, manifest,
              native_kind, native_bytes, native_sha256, onnx_bytes, onnx_sha256, created_at)
            values (?, ?, (select coalesce(max(version), 0) + 1 from model where name = ?),
              ?, ?, ?, ?, ?, ?, cast(? as jsonb), cast(? as jsonb), ?, ?, ?, ?, ?, ?)
            """)
        .params(model.id(), model.name(), model.name())
        .param(model.jobId())
        .param(model.datasetId())
        .param(model.datasetSha256())
        .params(model.quarantined(), manifest.parameters())
        .params(manifest.parametersSha256(), json(model.metrics()), json(manifest))
        .param(own == null ? null : own.kind())
        .param(own == null ? null : own.blob().bytes())
        .param(own == null ? null : own.blob().sha256())
        .params(model.onnx().bytes(), model.onnx().sha256(), Timestamp.from(model.createdAt()))
        .update();
  }

  boolean delete(UUID id) {
    return jdbc.sql("delete from model where id = ?").param(id).update() > 0;
  }

  private static String json(Object value) {
    return SpecJson.mapper().writeValueAsString(value);
  }

  private static Model model(ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    ModelManifest manifest =
        SpecJson.mapper().readValue(row.getString("manifest"), ModelManifest.class);
    return new Model(
        id,
        row.getString("name"),
        row.getInt("version"),
        row.getObject("job_id", UUID.class),
        row.getObject("dataset_id", UUID.class),
        row.getString("dataset_sha256"),
        row.getBoolean("quarantined"),
        metrics(row),
        manifest,
        nativeArtifact(row, id, manifest.nativeFile()),
        new Blob(Model.onnxKey(id), row.getLong("onnx_bytes"), row.getString("onnx_sha256")),
        row.getTimestamp("created_at").toInstant());
  }

  private static @Nullable NativeArtifact nativeArtifact(
      ResultSet row, UUID id, @Nullable NativeFile file) throws SQLException {
    return file == null
        ? null
        : new NativeArtifact(
            row.getString("native_kind"),
            new Blob(
                Model.nativeKey(id, file),
                row.getLong("native_bytes"),
                row.getString("native_sha256")));
  }

  private static ModelSummary summary(ResultSet row) throws SQLException {
    return new ModelSummary(
        row.getObject("id", UUID.class),
        "model",
        row.getString("name"),
        row.getInt("version"),
        row.getObject("job_id", UUID.class),
        ModelAnswer.Dataset.of(
            row.getObject("dataset_id", UUID.class), row.getString("dataset_sha256")),
        row.getLong("parameters"),
        metrics(row),
        row.getString("parameters_sha256"),
        row.getBoolean("quarantined"),
        row.getTimestamp("created_at").toInstant());
  }

  private static Map<String, Double> metrics(ResultSet row) throws SQLException {
    return SpecJson.mapper().readValue(row.getString("metrics"), METRICS);
  }
}
