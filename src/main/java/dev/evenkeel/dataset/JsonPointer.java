package dev.evenkeel.dataset;

/** Writes names as parts of a JSON pointer (RFC 6901). */
final class JsonPointer {

  private JsonPointer() {}

  static String of(String... names) {
    StringBuilder pointer = new StringBuilder();
    for (String name : names) {
      pointer.append('/').append(name.replace("~", "~0").replace("/", "~1"));
    }
    return pointer.toString();
  }
}
