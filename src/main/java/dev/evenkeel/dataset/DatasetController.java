package dev.evenkeel.dataset;

import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.importing.DatasetPreview;
import dev.evenkeel.dataset.profile.StoredDataset;
import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.training.spec.SpecJson;
import dev.evenkeel.web.Caller;
import dev.evenkeel.web.Idempotency;
import dev.evenkeel.web.Keyset;
import dev.evenkeel.web.ListAnswer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Datasets over HTTP. */
@RestController
@RequestMapping(DatasetController.PATH)
class DatasetController {

  static final String PATH = "/api/v1/datasets";

  private final Datasets datasets;
  private final DatasetFiles files;
  private final DatasetSettings limits;
  private final Idempotency idempotency;

  DatasetController(
      Datasets datasets, DatasetFiles files, DatasetSettings limits, Idempotency idempotency) {
    this.datasets = datasets;
    this.files = files;
    this.limits = limits;
    this.idempotency = idempotency;
  }

  @PostMapping
  ResponseEntity<?> upload(
      HttpServletRequest request,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key) {
    try (UploadRequest upload = new UploadRequest(datasets, limits)) {
      upload.read(request);
      String fingerprint =
          SpecJson.mapper().writeValueAsString(upload.spec()) + upload.file().digest().sha256();
      return idempotency.once(
          new Idempotency.Request(key, "POST " + PATH, fingerprint),
          () -> created(datasets.create(upload.spec(), upload.file())));
    }
  }

  private static ResponseEntity<DatasetAnswer> created(StoredDataset dataset) {
    return ResponseEntity.created(URI.create(PATH + "/" + dataset.id()))
        .eTag(etag(dataset))
        .body(DatasetAnswer.of(dataset));
  }

  /** A dataset never changes, so its id is its version. */
  private static String etag(StoredDataset dataset) {
    return "\"%s\"".formatted(dataset.id());
  }

  @GetMapping
  ListAnswer<DatasetAnswer> list(Keyset keyset) {
    List<DatasetAnswer> rows = datasets.page(keyset).stream().map(DatasetAnswer::of).toList();
    return ListAnswer.of(rows, keyset.limit(), DatasetAnswer::id);
  }

  @GetMapping("/{id}")
  ResponseEntity<DatasetAnswer> get(@PathVariable UUID id, Caller caller) {
    StoredDataset dataset = datasets.require(id, caller);
    return ResponseEntity.ok().eTag(etag(dataset)).body(DatasetAnswer.of(dataset));
  }

  @GetMapping("/{id}/preview")
  DatasetPreview preview(
      @PathVariable UUID id, Caller caller, @RequestParam(defaultValue = "10") int rows) {
    if (rows < 1 || rows > DatasetPreview.MOST_ROWS) {
      throw ServiceException.invalid(
          List.of(
              new Fault(
                  "/rows",
                  "out_of_range",
                  "rows must be a whole number from 1 to %d, not %d."
                      .formatted(DatasetPreview.MOST_ROWS, rows))));
    }
    return datasets.preview(datasets.require(id, caller), rows);
  }

  @GetMapping("/{id}/content")
  void content(
      @PathVariable UUID id,
      Caller caller,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    files.download(datasets.require(id, caller)).answer(request, response);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable UUID id, Caller caller) {
    datasets.delete(id, caller);
  }
}
