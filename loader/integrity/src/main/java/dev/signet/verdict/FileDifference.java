package dev.signet.verdict;

import dev.signet.Internal;
import java.util.Set;

/** What is said of a file that differs from the signed one when its reason already says it all. */
@Internal
public final class FileDifference {
  /** Of {@link Reason#INVALID_HASH}. */
  public static final String CHANGED = "The file's content is not the signed one.";

  /** Of {@link Reason#FILE_MISSING}. */
  public static final String MISSING = "The signed file is not there.";

  /** Of {@link Reason#EXTRA_FILE}. */
  public static final String EXTRA = "Nobody signed this file.";

  private FileDifference() {}

  /** Returns whether a finding's detail says no more than its reason does. */
  public static boolean isOrdinary(Finding finding) {
    return Set.of(CHANGED, MISSING, EXTRA).contains(finding.detail());
  }
}
