package dev.signet.pf4j.workspace;

import dev.signet.Internal;
import dev.signet.pf4j.text.PluginFailures;
import dev.signet.pf4j.text.Sentence;
import dev.signet.verdict.Printable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.ReadOnlyFileSystemException;
import org.pf4j.PluginRuntimeException;

/** What went wrong with a change of a plugins root, as one line, escaped. */
@Internal
public final class ChangeFailure {
  private ChangeFailure() {}

  /** Returns what went wrong and what to do about it. */
  public static String sentence(Throwable cause) {
    String message = PluginFailures.message(cause);
    if (cause instanceof WorkspaceInUseException) {
      return message;
    }
    if (cause instanceof WorkspaceDamagedException) {
      return Printable.of(message);
    }
    if (cause instanceof AccessDeniedException || cause instanceof ReadOnlyFileSystemException) {
      return Sentence.of("%s may not be changed; check its permissions.", message);
    }
    if (cause instanceof FileAlreadyExistsException) {
      return Sentence.of("%s is in the way; move it elsewhere.", message);
    }
    if (cause instanceof IOException) {
      boolean telling =
          cause.getClass() == IOException.class || cause.getClass() == FileSystemException.class;
      return Sentence.of(
          "The disk fails: %s; check its space and permissions.",
          telling ? message : cause.toString());
    }
    // Ours and PF4J's are sentences; of others the type is half of what they say.
    String sentence =
        cause instanceof PluginRuntimeException ? message : PluginFailures.text(cause);
    return sentence.endsWith(".") ? sentence : sentence + ".";
  }
}
