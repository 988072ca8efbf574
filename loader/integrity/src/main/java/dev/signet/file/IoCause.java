package dev.signet.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says in words what the file system's exceptions say by their class. */
public final class IoCause {
  private IoCause() {}

  /** Returns the cause as a part of a sentence, unescaped: {@code it is not there}. */
  public static String of(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "it is not there";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof NotDirectoryException) {
      return "it is no folder";
    }
    String reason = failure instanceof FileSystemException known ? known.getReason() : null;
    if (reason != null) {
      return reason;
    }
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  /** Returns the same of a failure to write a file, which need not be there before. */
  public static String ofWriting(IOException failure) {
    return failure instanceof NoSuchFileException ? "its folder is not there" : of(failure);
  }

  /** Returns the same, with the file where the failure is about a single one. */
  public static String withFile(IOException failure) {
    String file = failure instanceof FileSystemException known ? known.getFile() : null;
    return file == null ? of(failure) : of(failure) + " (" + file + ")";
  }
}
