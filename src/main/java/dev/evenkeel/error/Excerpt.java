package dev.evenkeel.error;

/** The beginning of a client's text, fit to be repeated in a message. */
public final class Excerpt {

  private static final int USUAL = 100;

  private Excerpt() {}

  public static String of(String text) {
    return of(text, USUAL);
  }

  /**
   * The text, cut where it is longer.
   *
   * @param most characters of it, at least 1
   */
  public static String of(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    // Half a surrogate pair could not be written as JSON.
    boolean splits = Character.isHighSurrogate(text.charAt(most - 1));
    return text.substring(0, splits ? most - 1 : most) + "…";
  }
}
