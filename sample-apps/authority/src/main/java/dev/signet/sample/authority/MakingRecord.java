package dev.signet.sample.authority;

import dev.signet.sign.authority.CertificateAuthority;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an authority was made from and for, in a file beside what was made. It is written last:
 * where it is missing, something else may be, too.
 */
record MakingRecord(Path file) {
  static MakingRecord in(Path folder) {
    return new MakingRecord(folder.resolve("made-from.txt"));
  }

  /** Whether the same code made it, for the same ids, no longer ago than this. */
  boolean isOf(List<String> ids, Duration age) throws IOException {
    return Files.isRegularFile(file)
        && Files.readAllLines(file).equals(lines(ids))
        && Files.getLastModifiedTime(file).toInstant().isAfter(Instant.now().minus(age));
  }

  void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  void write(List<String> ids) throws IOException {
    Files.write(file, lines(ids));
  }

  private static List<String> lines(List<String> ids) throws IOException {
    List<String> lines = new ArrayList<>(ids);
    for (Class<?> maker : List.of(ThrowawayAuthority.class, CertificateAuthority.class)) {
      lines.add(lastChangeOf(maker).toString());
    }
    return lines;
  }

  /** Of the jar that the class is from, or of all classes beside it. */
  private static FileTime lastChangeOf(Class<?> maker) throws IOException {
    try (Stream<Path> files =
        Files.walk(Path.of(maker.getProtectionDomain().getCodeSource().getLocation().toURI()))) {
      FileTime last = FileTime.fromMillis(0);
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        FileTime changed = Files.getLastModifiedTime(each);
        last = changed.compareTo(last) > 0 ? changed : last;
      }
      return last;
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }
}
