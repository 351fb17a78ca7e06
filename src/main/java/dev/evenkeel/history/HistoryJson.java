package dev.evenkeel.history;

import dev.evenkeel.history.Histories.SeriesKey;
import dev.evenkeel.training.plan.layers.LayerShape;
import java.io.OutputStream;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Writes a layer-wise history as JSON, downsampled, point by point as it is read. */
@Component
final class HistoryJson {

  private final Histories histories;
  private final JsonMapper json;

  HistoryJson(Histories histories, JsonMapper json) {
    this.histories = histories;
    this.json = json;
  }

  void write(RecordedJob job, Series series, HistoryQuery query, OutputStream out) {
    long to = Math.min(query.to(), histories.lastIteration(job.id()));
    long width = Downsampler.width(query.from(), to, query.maxPoints());
    // Closed on success only: closing would round off what a failure has cut short.
    JsonGenerator generator = json.createGenerator(out);
    generator.writeStartObject();
    writeLayers(job, generator);
    generator.writeName("series").writeStartArray();
    for (int layer : query.layers()) {
      generator.writeStartObject();
      generator.writeStringProperty("layer", layerName(layer));
      generator.writeName("points").writeStartArray();
      Downsampler points =
          new Downsampler(query.from(), width, point -> writePoint(point, generator));
      histories.forEach(new SeriesKey(job.id(), series, layer), query.from(), to, points::add);
      points.flush();
      generator.writeEndArray().writeEndObject();
    }
    generator.writeEndArray().writeEndObject();
    generator.close();
  }

  static String layerName(int layer) {
    return layer == Series.WHOLE_NETWORK ? HistoryQuery.GLOBAL : Integer.toString(layer);
  }

  private static void writeLayers(RecordedJob job, JsonGenerator generator) {
    generator.writeName("layers").writeStartArray();
    for (LayerShape layer : job.layers()) {
      generator.writeStartObject();
      generator.writeNumberProperty("index", layer.index());
      generator.writeStringProperty("name", layer.name());
      generator.writeStringProperty("type", layer.type());
      generator.writeEndObject();
    }
    generator.writeEndArray();
  }

  private static void writePoint(Downsampler.Point point, JsonGenerator generator) {
    generator.writeStartObject();
    generator.writeNumberProperty("iteration", point.iteration());
    if (point.finite() == 0) {
      generator.writeNullProperty("min");
      generator.writeNullProperty("mean");
      generator.writeNullProperty("max");
    } else {
      generator.writeNumberProperty("min", point.min());
      generator.writeNumberProperty("mean", point.mean());
      generator.writeNumberProperty("max", point.max());
    }
    generator.writeNumberProperty("non_finite", point.nonFinite());
    generator.writeEndObject();
  }
}
