package dev.evenkeel.job;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Entity tags of jobs: the row's version, then a digest of what the answer holds beside the row.
 */
public final class EntityTag {

  /** A weak tag never matches a precondition (RFC 9110, 13.1.1). */
  private static final Pattern STRONG = Pattern.compile("(?:^|,)\\s*\"(\\d{1,18})-[0-9a-f]+\"");

  private EntityTag() {}

  public static String of(long version, int beside) {
    return "\"%d-%x\"".formatted(version, beside);
  }

  /** Whether an If-Match header names the version: what lies beside the row can't be changed. */
  public static boolean matches(String ifMatch, long version) {
    if (ifMatch.strip().equals("*")) {
      return true;
    }
    Matcher tag = STRONG.matcher(ifMatch);
    while (tag.find()) {
      if (Long.parseLong(tag.group(1)) == version) {
        return true;
      }
    }
    return false;
  }
}
