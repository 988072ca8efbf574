package dev.signet.benchmark;

import dev.signet.bundle.Limits;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.Trees;
import dev.signet.trust.TrustStore;
import dev.signet.verdict.Verdict;
import dev.signet.verify.BundleVerifier;
import dev.signet.verify.Expectation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * What a check costs against the plainest program, as one Markdown table; docs/performance.md tells
 * the goals. Fixtures come from a fixed seed. The argument is the number of rounds, perhaps.
 */
public final class Speed {
  private static final int ROUNDS = 9;
  private static final Limits LIMITS = Limits.DEFAULT;

  private final RatioTable table;
  private final Path folder;
  private final CertificateAuthority authority = PluginAuthor.authority("Benchmark Root");
  private final TrustStore trust = PluginAuthor.trusting(authority);

  private Speed(Path folder, int rounds) {
    this.folder = folder;
    this.table = new RatioTable(rounds);
  }

  /** Prints the table. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("signet-speed");
    try {
      Speed speed = new Speed(folder, args.length > 0 ? Integer.parseInt(args[0]) : ROUNDS);
      speed.measure("large", files("large", 400, 200_000));
      speed.measure("small", files("small", 3_000, 12_600));
      System.out.println(speed.table.markdown());
    } finally {
      Trees.delete(folder);
    }
  }

  private void measure(String name, Map<String, byte[]> files) throws Exception {
    Map<String, byte[]> signed = PluginAuthor.of(name, authority).signed(files, "signature.json");
    Path tree = Trees.folder(folder.resolve(name), signed);
    Path zip = Trees.archive(folder.resolve(name + ".zip"), signed);
    RatioTable.Named plain =
        new RatioTable.Named("walk, read, hash", () -> PlainReading.folder(tree));
    String what = files.size() + " files";
    table.add("S1 " + name, new RatioTable.Named("verify " + what, () -> cold(tree)), plain);
    table.add(
        "S2 " + name,
        new RatioTable.Named("verify zip of " + what, () -> cold(zip)),
        new RatioTable.Named("ZipFile, hash", () -> PlainReading.archive(zip)));
    BundleVerifier hot = verifier();
    table.add(
        "S11 " + name,
        new RatioTable.Named("verify unchanged " + what, () -> require(hot, tree)),
        plain);
  }

  private void cold(Path bundle) {
    require(verifier(), bundle);
  }

  private BundleVerifier verifier() {
    return new BundleVerifier(trust, LIMITS, Clock.systemUTC());
  }

  private static void require(BundleVerifier verifier, Path bundle) {
    Verdict verdict = verifier.verify(bundle, Expectation.PLUGIN);
    if (!verdict.isVerified()) {
      throw new IllegalStateException(verdict.toString());
    }
  }

  /** Half text that packs well, half noise; sizes spread around the mean. */
  private static Map<String, byte[]> files(String id, int count, int meanBytes) {
    Random random = new Random(14);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("plugin.properties", Trees.properties(id, "1.0.0"));
    for (int i = 0; i < count; i++) {
      byte[] content = new byte[meanBytes / 2 + random.nextInt(meanBytes)];
      random.nextBytes(content);
      Arrays.fill(content, 0, content.length / 2, (byte) ('a' + i % 26));
      files.put("d" + i % 40 + "/file" + i, content);
    }
    return files;
  }
}
