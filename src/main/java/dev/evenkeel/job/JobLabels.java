package dev.evenkeel.job;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Labels as the database keeps them. */
public final class JobLabels {

  private static final TypeReference<TreeMap<String, String>> TYPE = new TypeReference<>() {};

  private JobLabels() {}

  public static String write(Map<String, String> labels) {
    return JsonMapper.shared().writeValueAsString(new TreeMap<>(labels));
  }

  static Map<String, String> read(String json) {
    return JsonMapper.shared().readValue(json, TYPE);
  }
}
