package dev.evenkeel.imports;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.storage.BlobStore;
import dev.evenkeel.storage.Digest;
import dev.evenkeel.web.Idempotency;
import dev.evenkeel.web.MultipartUpload;
import dev.evenkeel.web.UploadStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.util.FileSystemUtils;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Networks from elsewhere over HTTP: the zip alone, or a multipart with a spec beside it. */
@RestController
class ImportController {

  private static final String PATH = "/api/v1/models/import";

  private final NetworkImports imports;
  private final ImportLimits limits;
  private final BlobStore blobs;
  private final Idempotency idempotency;

  ImportController(
      NetworkImports imports, ImportLimits limits, BlobStore blobs, Idempotency idempotency) {
    this.imports = imports;
    this.limits = limits;
    this.blobs = blobs;
    this.idempotency = idempotency;
  }

  @PostMapping(PATH)
  ResponseEntity<?> take(
      HttpServletRequest request,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key) {
    Path folder = blobs.newWorkFolder("import");
    try {
      Upload upload = receive(request, folder);
      String fingerprint = upload.spec() + upload.digest().sha256();
      return idempotency.once(
          new Idempotency.Request(key, "POST " + PATH, fingerprint),
          () -> imports.take(upload.spec(), upload.zip(), folder));
    } finally {
      delete(folder);
    }
  }

  /** What has arrived. */
  private record Upload(ImportSpec spec, Path zip, Digest digest) {}

  private Upload receive(HttpServletRequest request, Path folder) {
    Path zip = folder.resolve("upload.zip");
    Digest[] digest = new Digest[1];
    if (isMultipart(request)) {
      MultipartUpload upload =
          new MultipartUpload(file -> digest[0] = write(file, zip), limits.maxBytes());
      upload.read(request);
      byte[] spec = upload.spec();
      return new Upload(spec == null ? ImportSpec.empty() : ImportSpec.read(spec), zip, digest[0]);
    }
    requireZip(request.getContentType());
    try {
      InputStream body = new UploadStream("body", request.getInputStream(), limits.maxBytes());
      return new Upload(ImportSpec.empty(), zip, write(body, zip));
    } catch (IOException e) {
      throw UploadStream.broken();
    }
  }

  private static boolean isMultipart(HttpServletRequest request) {
    String type = request.getContentType();
    return type != null && type.toLowerCase(java.util.Locale.ROOT).startsWith("multipart/");
  }

  private static void requireZip(@Nullable String type) {
    if (type == null
        || !(type.startsWith("application/zip") || type.startsWith("application/octet-stream"))) {
      throw new ServiceException(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE,
          "Send the zip as application/zip, or as the part 'file' of multipart/form-data with a part 'spec' (application/json).");
    }
  }

  private static Digest write(InputStream in, Path file) {
    try (OutputStream out = Files.newOutputStream(file)) {
      return Digest.copying(in, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
