package dev.evenkeel.error;

/** Writes names as parts of a JSON pointer (RFC 6901). */
public final class JsonPointer {

  private JsonPointer() {}

  public static String of(String... names) {
    StringBuilder pointer = new StringBuilder();
    for (String name : names) {
      pointer.append('/').append(name.replace("~", "~0").replace("/", "~1"));
    }
    return pointer.toString();
  }
}
