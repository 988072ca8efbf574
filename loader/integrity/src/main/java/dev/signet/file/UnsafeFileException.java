package dev.signet.file;

import java.io.IOException;

/** Somebody else can change a file or folder; the message names it, the cause and the remedy. */
public final class UnsafeFileException extends IOException {
  private static final long serialVersionUID = 1L;

  UnsafeFileException(String message) {
    super(message);
  }
}
