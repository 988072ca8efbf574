package dev.signet.attack.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.attack.mutation.SecondJson.Refused;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What was admitted is held against what was good, by others than the library. */
final class Proof {
  private final Specimen good;
  private final Seen seen;
  private final SecondReader.Reading reading;

  private Proof(Specimen good, Seen seen, SecondReader.Reading reading) {
    this.good = good;
    this.seen = seen;
    this.reading = reading;
  }

  /** Looks at a good bundle, as it would be loaded. */
  static Proof of(Specimen good, Path folder) throws IOException, Refused {
    Path bundle =
        good.shape() == Specimen.Shape.JAR
            ? Trees.write(folder.resolve("plugin.jar"), good.archives().get(0))
            : Trees.folder(folder.resolve("plugin"), good.files());
    Seen seen = Seen.of(bundle, Set.of());
    Trees.delete(folder);
    return new Proof(good, seen, SecondReader.read(good.signature()));
  }

  /** Fails unless this sealed copy has the same files and resources, and the same signature. */
  void require(Path sealed, String name) throws IOException, GeneralSecurityException {
    String signature = good.shape().signature();
    boolean jar = good.shape() == Specimen.Shape.JAR;
    Map<String, ByteBuffer> files = jar ? Seen.ofArchive(sealed) : Seen.ofFolder(sealed);
    Map<String, ByteBuffer> signed = without(signature, files);
    assertThat(signed).as(name).isEqualTo(without(signature, seen.files()));
    if (jar) {
      // Of folders with equal files a class loader sees the same.
      Seen now = Seen.of(sealed, seen.found().keySet());
      assertThat(resources(now)).as(name).isEqualTo(resources(seen));
    }
    if (!files.get(signature).equals(seen.files().get(signature))) {
      requireSigned(files.get(signature).array(), signed, name);
    }
  }

  private void requireSigned(byte[] signature, Map<String, ByteBuffer> files, String name)
      throws GeneralSecurityException {
    try {
      SecondReader.Reading read = SecondReader.read(signature);
      Map<String, String> digests = new TreeMap<>();
      for (Map.Entry<String, ByteBuffer> file : files.entrySet()) {
        byte[] digest = MessageDigest.getInstance("SHA-512").digest(file.getValue().array());
        digests.put(file.getKey(), HexFormat.of().formatHex(digest));
      }
      assertThat(read.hashes()).as(name).isEqualTo(digests);
      assertThat(read.signature()).as(name).isEqualTo(reading.signature());
      assertThat(read.certificates().get(0)).as(name).isEqualTo(reading.certificates().get(0));
    } catch (Refused e) {
      throw new AssertionError(name + ": a second reader refuses signature.json", e);
    }
  }

  /** Folders are not signed: of a jar they may be more or fewer. A file is none of them. */
  private Map<String, List<ByteBuffer>> resources(Seen by) {
    Map<String, List<ByteBuffer>> resources = without(good.shape().signature(), by.found());
    resources.keySet().removeIf(name -> name.endsWith("/"));
    return resources;
  }

  private static <T> Map<String, T> without(String name, Map<String, T> all) {
    Map<String, T> rest = new TreeMap<>(all);
    rest.remove(name);
    return rest;
  }
}
