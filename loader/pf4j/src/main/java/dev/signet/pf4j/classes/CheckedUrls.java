package dev.signet.pf4j.classes;

import dev.signet.admit.read.ClassPathPart;
import dev.signet.admit.read.SealedCopyChangedException;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Addresses of what lies in one part of a class path, and of what is found from there by relative
 * ones. They read checked bytes. Nobody but them knows the scheme: an address that is written down
 * and read again fails, where {@code file:} would read from the disk what nobody has checked.
 */
final class CheckedUrls extends URLStreamHandler {
  static final String SCHEME = "signet";

  private final ClassPathPart part;
  private final String base;

  CheckedUrls(ClassPathPart part) {
    this.part = part;
    String path = part.location().toUri().getRawPath();
    this.base = part.isJar() ? path + "!/" : path.endsWith("/") ? path : path + "/";
  }

  /** Returns the address of something that was found. */
  URL of(String found) {
    try {
      String name = new URI(null, null, "/" + found, null).getRawPath().substring(1);
      return new URL(null, SCHEME + ":" + base + name, this);
    } catch (URISyntaxException | MalformedURLException e) {
      throw new IllegalArgumentException("found: " + found, e);
    }
  }

  @Override
  protected URLConnection openConnection(URL url) throws IOException {
    String path = url.getPath();
    if (!path.startsWith(base)) {
      throw new FileNotFoundException(url + " leads out of the class path");
    }
    String name = decoded(path.substring(base.length()));
    Optional<String> found = part.find(name);
    if (found.isEmpty()) {
      throw new FileNotFoundException(url.toString());
    }
    return new Connection(url, part, found.get());
  }

  private static String decoded(String name) throws MalformedURLException {
    try {
      return new URI("/" + name).getPath().substring(1);
    } catch (URISyntaxException e) {
      throw new MalformedURLException(name);
    }
  }

  /** Returns an address of something that cannot be read, which says why when it is tried. */
  static URL failing(String name, IOException why) {
    try {
      String path = new URI(null, null, "/" + name, null).getRawPath();
      return new URL(
          null,
          SCHEME + ":" + path,
          new URLStreamHandler() {
            @Override
            protected URLConnection openConnection(URL url) throws IOException {
              throw why;
            }
          });
    } catch (URISyntaxException | MalformedURLException e) {
      throw new IllegalArgumentException("name: " + name, e);
    }
  }

  /**
   * Returns a stream that ends in what is wrong, for callers that take an exception for absence.
   */
  static InputStream failing(SealedCopyChangedException why) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw why;
      }

      @Override
      public int read(byte[] to, int offset, int length) throws IOException {
        throw why;
      }
    };
  }

  private static final class Connection extends URLConnection {
    private final ClassPathPart part;
    private final String name;
    private byte @Nullable [] content;

    Connection(URL url, ClassPathPart part, String name) {
      super(url);
      this.part = part;
      this.name = name;
    }

    private synchronized byte[] content() throws IOException {
      if (content == null) {
        content = part.read(name);
        connected = true;
      }
      return content;
    }

    @Override
    public void connect() throws IOException {
      content();
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new ByteArrayInputStream(content());
    }

    @Override
    public long getContentLengthLong() {
      try {
        return content().length;
      } catch (IOException e) {
        return -1;
      }
    }

    @Override
    public int getContentLength() {
      return (int) getContentLengthLong();
    }

    @Override
    public @Nullable String getContentType() {
      return guessContentTypeFromName(name);
    }

    /** Of the jar or folder: nothing is decided by it. */
    @Override
    public long getLastModified() {
      try {
        return Files.getLastModifiedTime(part.location()).toMillis();
      } catch (IOException e) {
        return 0;
      }
    }
  }
}
