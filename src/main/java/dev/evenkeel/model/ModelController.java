package dev.evenkeel.model;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.storage.Blob;
import dev.evenkeel.storage.BlobStore;
import dev.evenkeel.web.Caller;
import dev.evenkeel.web.Download;
import dev.evenkeel.web.Keyset;
import dev.evenkeel.web.ListAnswer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Models over HTTP: descriptions and artifacts. */
@RestController
@RequestMapping("/api/v1/models")
class ModelController {

  private static final MediaType ZIP = new MediaType("application", "zip");

  private final Models models;
  private final ModelRegistry registry;
  private final BlobStore blobs;

  ModelController(Models models, ModelRegistry registry, BlobStore blobs) {
    this.models = models;
    this.registry = registry;
    this.blobs = blobs;
  }

  @GetMapping
  ListAnswer<ModelSummary> list(Keyset keyset) {
    return ListAnswer.of(models.page(keyset), keyset.limit(), model -> model.id().toString());
  }

  @GetMapping("/{id}")
  ResponseEntity<ModelAnswer> get(@PathVariable UUID id, Caller caller) {
    // A model never changes, but for its job's deletion.
    Model model = models.require(id, caller);
    String tag = model.jobId() == null ? id + "-orphan" : id.toString();
    return ResponseEntity.ok().eTag("\"" + tag + "\"").body(ModelAnswer.of(model));
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable UUID id, Caller caller) {
    registry.delete(id, caller);
  }

  @GetMapping("/{id}/artifact")
  void artifact(
      @PathVariable UUID id,
      Caller caller,
      @RequestParam(defaultValue = "dl4j") String format,
      @RequestParam(name = "allow_quarantined", defaultValue = "false") boolean allowQuarantined,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    Model model = models.require(id, caller);
    Download download = download(model, format);
    model.requireUsable(allowQuarantined);
    download.answer(request, response);
  }

  private Download download(Model model, String format) {
    String name = "%s-v%d".formatted(model.name(), model.version());
    return switch (format) {
      case "dl4j" -> new Download(blobs, zip(model), ZIP, name + ".zip");
      case "onnx" ->
          new Download(blobs, model.onnx(), MediaType.APPLICATION_OCTET_STREAM, name + ".onnx");
      default ->
          throw ServiceException.invalid(
              List.of(
                  new Fault(
                      "/format",
                      "not_allowed",
                      "There is no format '%s'. There are: dl4j, onnx.".formatted(format))));
    };
  }

  private static Blob zip(Model model) {
    return model
        .deeplearning4j()
        .orElseThrow(
            () ->
                new ServiceException(
                    ErrorCode.NOT_FOUND,
                    "Model %s has no zip: it was not trained by Deeplearning4j. There is: onnx (format=onnx)."
                        .formatted(model.id())));
  }
}
