package dev.evenkeel.history;

import dev.evenkeel.error.Fault;
import dev.evenkeel.job.read.JobGate;
import dev.evenkeel.web.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A job's histories over HTTP, while it runs and afterwards. */
@RestController
@RequestMapping("/api/v1/jobs/{id}")
class HistoryController {

  private static final String CSV = "text/csv";

  private static final Map<String, Series> STATISTICS =
      Map.of(
          "update_ratio", Series.UPDATE_RATIO,
          "parameter_norm", Series.PARAMETER_NORM,
          "zero_fraction", Series.ZERO_FRACTION);

  private final JobGate gate;
  private final Histories histories;
  private final MetricHistory metrics;
  private final HistoryJson json;
  private final HistoryCsv csv;

  HistoryController(
      JobGate gate, Histories histories, MetricHistory metrics, HistoryJson json, HistoryCsv csv) {
    this.gate = gate;
    this.histories = histories;
    this.metrics = metrics;
    this.json = json;
    this.csv = csv;
  }

  @GetMapping("/metrics")
  MetricHistory.Answer metrics(
      @PathVariable UUID id,
      Caller caller,
      @RequestParam(required = false) @Nullable String names,
      @RequestParam(name = "max_points", required = false) @Nullable String maxPoints) {
    return metrics.read(histories.job(gate.requireRun(id, caller)), names, maxPoints);
  }

  @GetMapping(
      path = "/gradient-norms",
      produces = {MediaType.APPLICATION_JSON_VALUE, CSV})
  void gradientNorms(
      @PathVariable UUID id,
      Caller caller,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    RecordedJob job = histories.job(gate.requireRun(id, caller));
    HistoryQuery query = HistoryQuery.parse(raw(request), job, true, List.of());
    write(job, Series.GRADIENT_NORM, query, new Exchange(request, response));
  }

  @GetMapping(
      path = "/layer-statistics",
      produces = {MediaType.APPLICATION_JSON_VALUE, CSV})
  void layerStatistics(
      @PathVariable UUID id,
      Caller caller,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    RecordedJob job = histories.job(gate.requireRun(id, caller));
    String statistic = Objects.requireNonNullElse(request.getParameter("statistic"), "");
    HistoryQuery query = HistoryQuery.parse(raw(request), job, false, unknownStatistic(statistic));
    // Any other is refused by now.
    Series series = Objects.requireNonNull(STATISTICS.get(statistic));
    write(job, series, query, new Exchange(request, response));
  }

  private record Exchange(HttpServletRequest request, HttpServletResponse response) {

    /** Whether the client prefers CSV to JSON. */
    boolean wantsCsv() {
      List<MediaType> accepted = MediaType.parseMediaTypes(request.getHeader(HttpHeaders.ACCEPT));
      MimeTypeUtils.sortBySpecificity(accepted);
      for (MediaType type : accepted) {
        if (type.isCompatibleWith(MediaType.APPLICATION_JSON)) {
          return false;
        }
        if (type.isCompatibleWith(MediaType.valueOf(CSV))) {
          return true;
        }
      }
      return false;
    }
  }

  private void write(RecordedJob job, Series series, HistoryQuery query, Exchange exchange)
      throws IOException {
    HttpServletResponse response = exchange.response();
    if (exchange.wantsCsv()) {
      response.setContentType(CSV + ";charset=UTF-8");
      csv.write(job, series, query, response.getOutputStream());
    } else {
      response.setContentType(MediaType.APPLICATION_JSON_VALUE);
      json.write(job, series, query, response.getOutputStream());
    }
  }

  private static HistoryQuery.Raw raw(HttpServletRequest request) {
    return new HistoryQuery.Raw(
        joined(request, "layers"),
        request.getParameter("from"),
        request.getParameter("to"),
        request.getParameter("max_points"));
  }

  private static @Nullable String joined(HttpServletRequest request, String name) {
    String[] values = request.getParameterValues(name);
    return values == null ? null : String.join(",", values);
  }

  private static List<Fault> unknownStatistic(String name) {
    return STATISTICS.containsKey(name)
        ? List.of()
        : List.of(
            new Fault(
                "/statistic",
                "not_allowed",
                "There is no statistic '%s'. There are: update_ratio, parameter_norm, zero_fraction."
                    .formatted(name)));
  }
}
