package dev.evenkeel.model;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.storage.Blob;
import dev.evenkeel.storage.BlobStore;
import dev.evenkeel.web.Caller;
import dev.evenkeel.web.Keyset;
import dev.evenkeel.web.ListAnswer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;
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
  ResponseEntity<Resource> artifact(
      @PathVariable UUID id,
      Caller caller,
      @RequestParam(defaultValue = "dl4j") String format,
      @RequestParam(name = "allow_quarantined", defaultValue = "false") boolean allowQuarantined,
      HttpServletRequest request,
      HttpServletResponse response) {
    Model model = models.require(id, caller);
    Download download = download(model, format);
    model.requireUsable(allowQuarantined);
    FileSystemResource file = new FileSystemResource(blobs.file(download.blob().key()));
    if (!Files.exists(file.getFilePath())) {
      throw ServiceException.notFound("model", id);
    }
    Resource body = file;
    if (isRangeVoid(request, download)) {
      // Spring serves ranges of files, not of streams.
      body = new InputStreamResource(file);
    } else {
      refuseUnsatisfiableRange(request, response, file, download);
    }
    return ResponseEntity.ok()
        .contentType(download.type())
        .contentLength(download.blob().bytes())
        .eTag(download.tag())
        .header(HttpHeaders.ACCEPT_RANGES, "bytes")
        .header(HttpHeaders.CONTENT_DISPOSITION, download.disposition(model))
        .header("Repr-Digest", download.digest())
        .body(body);
  }

  private record Download(Blob blob, MediaType type, String extension) {

    String tag() {
      return "\"" + blob.sha256() + "\"";
    }

    String digest() {
      byte[] sha256 = HexFormat.of().parseHex(blob.sha256());
      return "sha-256=:" + Base64.getEncoder().encodeToString(sha256) + ":";
    }

    String disposition(Model model) {
      return ContentDisposition.attachment()
          .filename(
              "%s-v%d.%s".formatted(model.name(), model.version(), extension),
              StandardCharsets.UTF_8)
          .build()
          .toString();
    }
  }

  private static Download download(Model model, String format) {
    return switch (format) {
      case "dl4j" -> new Download(model.dl4j(), MediaType.valueOf("application/zip"), "zip");
      case "onnx" -> new Download(model.onnx(), MediaType.APPLICATION_OCTET_STREAM, "onnx");
      default ->
          throw ServiceException.invalid(
              List.of(
                  new Fault(
                      "/format",
                      "not_allowed",
                      "There is no format '%s'. There are: dl4j, onnx.".formatted(format))));
    };
  }

  /** Whether the client wants everything after all: If-Range names another state (RFC 9110). */
  private static boolean isRangeVoid(HttpServletRequest request, Download download) {
    String state = request.getHeader(HttpHeaders.IF_RANGE);
    return state != null && !state.equals(download.tag());
  }

  private static void refuseUnsatisfiableRange(
      HttpServletRequest request, HttpServletResponse response, Resource file, Download download) {
    String header = request.getHeader(HttpHeaders.RANGE);
    if (header == null) {
      return;
    }
    try {
      HttpRange.toResourceRegions(HttpRange.parseRanges(header), file);
    } catch (IllegalArgumentException e) {
      long bytes = download.blob().bytes();
      response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + bytes);
      throw new ServiceException(
          ErrorCode.RANGE_NOT_SATISFIABLE,
          "Range '%s' does not fit: the artifact has %d bytes.".formatted(header, bytes));
    }
  }
}
