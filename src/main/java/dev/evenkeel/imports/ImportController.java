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
import java.util.Locale;
import java.util.Objects;
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
    Arrival arrival = new Arrival(folder.resolve("upload.zip"));
    if (isMultipart(request)) {
      new MultipartUpload(arrival, limits.maxBytes()).read(request);
      return arrival.upload();
    }
    requireZip(request.getContentType());
    try {
      arrival.file(new UploadStream("body", request.getInputStream(), limits.maxBytes()));
      return arrival.upload();
    } catch (IOException e) {
      throw UploadStream.broken();
    }
  }

  private static final class Arrival implements MultipartUpload.Parts {

    private final Path zip;
    private ImportSpec spec = ImportSpec.empty();
    private @Nullable Digest digest;

    Arrival(Path zip) {
      this.zip = zip;
    }

    @Override
    public boolean needSpec() {
      return false;
    }

    @Override
    public void spec(byte[] json) {
      spec = ImportSpec.read(json);
    }

    @Override
    public void file(InputStream file) {
      try (OutputStream out = Files.newOutputStream(zip)) {
        digest = Digest.copying(file, out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Upload upload() {
      return new Upload(spec, zip, Objects.requireNonNull(digest));
    }
  }

  private static boolean isMultipart(HttpServletRequest request) {
    String type = request.getContentType();
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
  }

  private static void requireZip(@Nullable String type) {
    if (type == null
        || !(type.startsWith("application/zip") || type.startsWith("application/octet-stream"))) {
      throw new ServiceException(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE,
          "Send the zip as application/zip, or as the part 'file' of multipart/form-data with a part 'spec' (application/json).");
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
