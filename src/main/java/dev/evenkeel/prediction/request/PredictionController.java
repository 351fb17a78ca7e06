package dev.evenkeel.prediction.request;

import dev.evenkeel.prediction.LoadedModel;
import dev.evenkeel.prediction.PredictionSessions;
import dev.evenkeel.prediction.PredictionSessions.Lease;
import dev.evenkeel.prediction.PredictionSettings;
import dev.evenkeel.prediction.RawExamples;
import dev.evenkeel.storage.BlobStore;
import dev.evenkeel.web.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Predictions over HTTP: JSON for JSON and for an image, CSV for CSV. */
@RestController
@RequestMapping("/api/v1/models/{id}/predict")
class PredictionController {

  private static final String CSV = "text/csv";

  private final PredictionSessions sessions;
  private final PredictionSettings settings;
  private final BlobStore blobs;
  private final JsonMapper json;

  PredictionController(
      PredictionSessions sessions, PredictionSettings settings, BlobStore blobs, JsonMapper json) {
    this.sessions = sessions;
    this.settings = settings;
    this.blobs = blobs;
    this.json = json;
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  void predict(
      @PathVariable UUID id,
      Caller caller,
      @RequestParam(name = "allow_quarantined", defaultValue = "false") boolean allowQuarantined,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    try (Lease lease = sessions.enter(id, caller)) {
      LoadedModel model = lease.model();
      model.model().requireUsable(allowQuarantined);
      RawExamples examples =
          PredictRequestReader.read(
              BoundedInput.of(request, settings.maxBody()), model.schema(), settings.maxRows());
      response.setContentType(MediaType.APPLICATION_JSON_VALUE);
      PredictionWriter.write(model, examples, json, response.getOutputStream());
    }
  }

  @PostMapping(consumes = {MediaType.IMAGE_PNG_VALUE, MediaType.IMAGE_JPEG_VALUE})
  void predictImage(
      @PathVariable UUID id,
      Caller caller,
      @RequestParam(name = "allow_quarantined", defaultValue = "false") boolean allowQuarantined,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    try (Lease lease = sessions.enter(id, caller)) {
      LoadedModel model = lease.model();
      model.model().requireUsable(allowQuarantined);
      ImagePrediction.requireImages(model.schema());
      byte[] file = BoundedInput.of(request, settings.maxBody()).readAllBytes();
      RawExamples examples = ImagePrediction.read(file, model.schema());
      response.setContentType(MediaType.APPLICATION_JSON_VALUE);
      PredictionWriter.write(model, examples, json, response.getOutputStream());
    }
  }

  @PostMapping(consumes = CSV)
  void predictCsv(
      @PathVariable UUID id,
      Caller caller,
      @RequestParam(name = "allow_quarantined", defaultValue = "false") boolean allowQuarantined,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    try (Lease lease = sessions.enter(id, caller);
        SpooledOutput answer = new SpooledOutput(blobs)) {
      lease.model().model().requireUsable(allowQuarantined);
      CsvPrediction.answer(
          lease.model(), BoundedInput.of(request, settings.maxCsv()), answer, blobs);
      response.setContentType(CSV + ";charset=UTF-8");
      response.setContentLengthLong(answer.length());
      answer.sendTo(response.getOutputStream());
    }
  }
}
