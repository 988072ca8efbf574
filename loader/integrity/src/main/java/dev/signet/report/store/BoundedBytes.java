package dev.signet.report.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Bytes in memory, of which there is a greatest number. */
final class BoundedBytes extends OutputStream {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final int maximum;

  BoundedBytes(int maximum) {
    this.maximum = maximum;
  }

  /** Tells that there would be more than the greatest number. */
  static final class TooManyException extends IOException {
    TooManyException(int maximum) {
      super("more than " + maximum + " bytes");
    }
  }

  @Override
  public void write(int value) throws IOException {
    requireRoom(1);
    bytes.write(value);
  }

  @Override
  public void write(byte[] more, int offset, int length) throws IOException {
    requireRoom(length);
    bytes.write(more, offset, length);
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }

  private void requireRoom(int length) throws TooManyException {
    if (length > maximum - bytes.size()) {
      throw new TooManyException(maximum);
    }
  }
}
