package dev.evenkeel.dataset;

/**
 * A file that must be refused.
 *
 * @param pointer of the first fault; empty for 413, which has none
 * @param says what the first fault's message, or else the detail, must contain
 */
record BadArchive(
    String name, String spec, byte[] file, int status, String pointer, String code, String says) {

  @Override
  public String toString() {
    return name;
  }

  static BadArchive data(String name, String spec, byte[] file, String code, String says) {
    return new BadArchive(name, spec, file, 422, "/file", code, says);
  }

  static BadArchive tooLarge(String name, String spec, byte[] file, String says) {
    return new BadArchive(name, spec, file, 413, "", "", says);
  }

  static BadArchive spec(String name, String spec, byte[] file, String pointer, String says) {
    String code = says.substring(0, says.indexOf(' '));
    return new BadArchive(name, spec, file, 422, pointer, code, says.substring(code.length() + 1));
  }
}
