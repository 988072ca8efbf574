package dev.signet.sample.host.web;

import io.javalin.http.HttpResponseException;
import java.util.Set;

/** Where forms may carry a file, and how large it may be. */
public final class UploadRules {
  /** Where files that are to be installed are sent. */
  public static final String INSTALL = "/admin/install";

  /** Where releases are sent that a plugin is to be repaired from. */
  public static final String REPAIR = "/admin/repair";

  /** How large a file may be with the form around it, in MB. */
  public static final int LARGEST_MB = 256;

  private static final Set<String> PATHS = Set.of(INSTALL, REPAIR);
  private static final String FILE_FORM = "multipart/form-data";
  private static final int LENGTH_REQUIRED = 411;
  private static final int TOO_LARGE = 413;

  private UploadRules() {}

  static boolean isUpload(String contentType, String path) {
    return contentType.startsWith(FILE_FORM) && PATHS.contains(path);
  }

  /**
   * Sees that a file is not endless.
   *
   * @param bytes of the whole form, as its sender says; negative when they do not
   * @throws HttpResponseException with status 411 or 413
   */
  static void requireInBounds(long bytes) {
    if (bytes < 0 || bytes > (long) LARGEST_MB << 20) {
      throw new HttpResponseException(
          bytes < 0 ? LENGTH_REQUIRED : TOO_LARGE,
          "A file may have up to "
              + LARGEST_MB
              + " MB here. Put a larger plugin in place by the command plugin:install, or repair it"
              + " by plugin:repair.");
    }
  }
}
