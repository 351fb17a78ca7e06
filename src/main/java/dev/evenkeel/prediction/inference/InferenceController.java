package dev.evenkeel.prediction.inference;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.model.Models;
import dev.evenkeel.model.OnnxSession;
import dev.evenkeel.prediction.LoadedModel;
import dev.evenkeel.prediction.PredictionSessions;
import dev.evenkeel.prediction.PredictionSessions.Lease;
import dev.evenkeel.prediction.PredictionSettings;
import dev.evenkeel.prediction.inference.InferenceAnswers.ModelMetadata;
import dev.evenkeel.prediction.inference.InferenceAnswers.ModelReady;
import dev.evenkeel.prediction.inference.InferenceAnswers.TensorMetadata;
import dev.evenkeel.prediction.request.BoundedInput;
import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.web.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The Open Inference Protocol (V2, REST). A name stands for its newest version that is not
 * quarantined.
 */
@RestController
@RequestMapping("/v2")
class InferenceController {

  private final Models models;
  private final PredictionSessions sessions;
  private final PredictionSettings settings;

  InferenceController(Models models, PredictionSessions sessions, PredictionSettings settings) {
    this.models = models;
    this.sessions = sessions;
    this.settings = settings;
  }

  @GetMapping
  InferenceAnswers.Server server() {
    String version = getClass().getPackage().getImplementationVersion();
    return new InferenceAnswers.Server(
        "evenkeel", Objects.requireNonNullElse(version, "development"), List.of());
  }

  @GetMapping("/health/live")
  InferenceAnswers.Live live() {
    return new InferenceAnswers.Live(true);
  }

  @GetMapping("/health/ready")
  InferenceAnswers.Ready ready() {
    return new InferenceAnswers.Ready(true);
  }

  @GetMapping({"/models/{name}", "/models/{name}/versions/{version}"})
  ModelMetadata model(
      @PathVariable String name,
      @PathVariable(required = false) @Nullable String version,
      Caller caller) {
    try (Lease lease = sessions.enter(find(name, version, caller), caller)) {
      LoadedModel model = lease.model();
      return new ModelMetadata(
          name,
          models.versions(name, caller).stream().map(String::valueOf).toList(),
          "onnxruntime_onnx",
          inputs(model),
          List.of(
              new TensorMetadata(
                  ModelManifest.ONNX_OUTPUT, "FP64", new long[] {-1, model.answers().outputs()})));
    }
  }

  @GetMapping({"/models/{name}/ready", "/models/{name}/versions/{version}/ready"})
  ModelReady modelReady(
      @PathVariable String name,
      @PathVariable(required = false) @Nullable String version,
      Caller caller) {
    try (Lease lease = sessions.enter(find(name, version, caller), caller)) {
      // What infer would refuse is not ready.
      return new ModelReady(name, !lease.model().model().quarantined());
    }
  }

  @PostMapping({"/models/{name}/infer", "/models/{name}/versions/{version}/infer"})
  InferenceAnswers.Inference infer(
      @PathVariable String name,
      @PathVariable(required = false) @Nullable String version,
      Caller caller,
      @RequestParam(name = "allow_quarantined", defaultValue = "false") boolean allowQuarantined,
      HttpServletRequest request)
      throws IOException {
    requireJson(request.getContentType());
    try (Lease lease = sessions.enter(find(name, version, caller), caller)) {
      LoadedModel model = lease.model();
      model.model().requireUsable(allowQuarantined);
      InferenceRequest body =
          InferenceRequestReader.read(BoundedInput.of(request, settings.maxBody()));
      return new InferenceAnswers.Inference(
          name,
          String.valueOf(model.model().version()),
          body.id(),
          List.of(new Inference(model, settings.maxRows()).run(body)));
    }
  }

  private static List<TensorMetadata> inputs(LoadedModel model) {
    OnnxSession session = model.session();
    TensorMetadata input =
        new TensorMetadata(
            ModelManifest.ONNX_INPUT,
            session.takesDoubles() ? "FP64" : "FP32",
            session.inputShape());
    TensorMetadata lengths =
        new TensorMetadata(ModelManifest.ONNX_LENGTHS, "INT64", new long[] {-1});
    return session.takesLengths() ? List.of(input, lengths) : List.of(input);
  }

  /** Not by the mapping: its refusal would not be in the protocol's form. */
  private static void requireJson(@Nullable String contentType) {
    if (contentType != null
        && !MediaType.APPLICATION_JSON.includes(MediaType.parseMediaType(contentType))) {
      throw new ServiceException(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE,
          "Content-Type %s is not understood here. Send application/json.".formatted(contentType));
    }
  }

  private UUID find(String name, @Nullable String version, Caller caller) {
    if (version == null) {
      return models
          .newest(name, caller)
          .orElseThrow(() -> ServiceException.notFound("model", name));
    }
    return number(version)
        .flatMap(number -> models.version(name, number, caller))
        .orElseThrow(() -> ServiceException.notFound("version " + version + " of model", name));
  }

  private static Optional<Integer> number(String version) {
    return version.matches("[0-9]{1,9}") ? Optional.of(Integer.valueOf(version)) : Optional.empty();
  }
}
