package dev.signet.sample.host.admin;

import dev.signet.report.Html;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;

/** A form that sends a plugin's file, and the file that came by it. */
final class UploadForm {
  private static final String FILE = "bundle";

  private UploadForm() {}

  /**
   * Returns the form; a page has one at most.
   *
   * @param action where the file goes: one of the access control's uploads
   * @param more further fields and the end of the form's text, as HTML
   */
  static String of(String action, String token, String label, String more) {
    return String.format(
        Locale.ROOT,
        """
        <form id="upload" class="change" method="post" action="%s" enctype="multipart/form-data">
        %s<p><label for="bundle">%s</label>
        <input type="file" id="bundle" name="%s" accept=".jar,.zip" required></p>
        %s</form>
        """,
        Html.escape(action),
        PageFrame.field(token),
        Html.escape(label),
        FILE,
        more);
  }

  /** Returns the button, and where scripts say how far the file is. */
  static String button(String label) {
    return "<p><button>"
        + Html.escape(label)
        + "</button></p>\n<p id=\"upload-status\" role=\"status\"></p>\n";
  }

  /**
   * A file as it came.
   *
   * @param name what its sender calls it, unescaped
   * @param path where it is kept
   */
  record Received(String name, Path path) {}

  /**
   * Writes the file of a form down.
   *
   * @throws BadRequestResponse when there is none, or it is none that a plugin comes as
   */
  static Received receive(Context context, Uploads uploads) {
    UploadedFile file = context.uploadedFile(FILE);
    if (file == null || file.filename().isEmpty()) {
      throw new BadRequestResponse("No file came. Go back and choose one.");
    }
    String name = file.filename().toLowerCase(Locale.ROOT);
    String ending = name.endsWith(".jar") ? ".jar" : name.endsWith(".zip") ? ".zip" : "";
    if (ending.isEmpty()) {
      throw new BadRequestResponse(
          "A plugin comes as a .jar or a .zip file. Pack a folder as a .zip, or put it in place by"
              + " the command plugin:install.");
    }
    try (var content = file.content()) {
      return new Received(file.filename(), uploads.save(content, ending));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
