package dev.signet.benchmark;

import dev.signet.admit.Admission;
import dev.signet.admit.SealedStore;
import dev.signet.bundle.Limits;
import dev.signet.pf4j.SealingMode;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.policy.SignaturePolicy;
import dev.signet.policy.SignatureRequirement;
import dev.signet.policy.SigningLedger;
import dev.signet.trust.TrustStore;
import dev.signet.verify.BundleVerifier;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pf4j.DefaultPluginManager;
import org.pf4j.PluginManager;

/**
 * One start of a host, or what any program would have to do for it, in a JVM that has done nothing
 * before. Prints the milliseconds that count.
 */
public final class OneStart {
  private static final int CLASSES_A_PACKAGE = 100;
  private static final int MEGABYTE = 1 << 20;
  private static final double NANOS_PER_MILLI = 1e6;

  private OneStart() {}

  /** Returns the command that does this with a place of files. */
  static List<String> command(String what, Path place, int count, Path trust, Path state) {
    return Programs.ofClass(
        OneStart.class, what, place.toString(), "" + count, trust.toString(), state.toString());
  }

  /** Returns the name of the class of a number. */
  static String className(int number) {
    return "made.p" + number / CLASSES_A_PACKAGE + ".C" + number;
  }

  /** Does what the first argument names, with the others. */
  public static void main(String[] args) throws Exception {
    Path place = Path.of(args[1]);
    long start = System.nanoTime();
    long end =
        switch (args[0]) {
          case "plain" -> plain(new DefaultPluginManager(List.of(place)), args[2]);
          case "signet" -> signet(place, args);
          case "plain-load" -> {
            PluginManager manager = new DefaultPluginManager(List.of(place));
            start = System.nanoTime();
            yield plain(manager, args[2]);
          }
          case "signet-load" -> {
            try (VerifyingPluginManager manager = manager(place, args)) {
              start = System.nanoTime();
              yield loaded(manager, args[2]);
            }
          }
          case "read" -> read(place);
          case "least" -> least(place, args);
          case "admit" -> admit(place, args);
          case "looks" -> looks(place);
          case "classes" -> {
            PluginManager manager = new DefaultPluginManager(List.of(place));
            loaded(manager, "1");
            start = System.nanoTime();
            yield classes(manager, args[2]);
          }
          case "signet-classes", "on-read-classes" -> {
            SealingMode mode =
                args[0].equals("on-read-classes") ? SealingMode.ON_READ : SealingMode.TRUSTED;
            try (VerifyingPluginManager manager = builder(place, args).sealing(mode).build()) {
              loaded(manager, "1");
              start = System.nanoTime();
              yield classes(manager, args[2]);
            }
          }
          case "crypto" -> crypto(place);
          default -> throw new IllegalArgumentException(args[0]);
        };
    System.out.println((end - start) / NANOS_PER_MILLI);
  }

  private static VerifyingPluginManager manager(Path plugins, String[] args) throws Exception {
    return builder(plugins, args).build();
  }

  private static VerifyingPluginManager.Builder builder(Path plugins, String[] args)
      throws Exception {
    return VerifyingPluginManager.builder(plugins)
        .trust(TrustStore.load(Path.of(args[3])))
        .require(SignatureRequirement.ALL)
        .stateDirectory(Path.of(args[4]));
  }

  private static long signet(Path plugins, String[] args) throws Exception {
    try (VerifyingPluginManager manager = manager(plugins, args)) {
      return loaded(manager, args[2]);
    }
  }

  /** Unloads them in the end, as ours does: PF4J takes its time by the square of their number. */
  private static long plain(PluginManager manager, String count) {
    long end = loaded(manager, count);
    manager.unloadPlugins();
    return end;
  }

  private static long loaded(PluginManager manager, String count) {
    manager.loadPlugins();
    long end = System.nanoTime();
    if (manager.getPlugins().size() != Integer.parseInt(count)) {
      throw new IllegalStateException(manager.getPlugins().size() + " plugins");
    }
    return end;
  }

  /**
   * Plain PF4J, and what nobody who wants to notice a change can leave out on Java 17: one
   * certificate, and each file's metadata with the change time, of the source and of a copy.
   */
  private static long least(Path plugins, String[] args) throws Exception {
    certificate(Path.of(args[3]).resolve("root.crt"));
    looks(plugins);
    looks(Path.of(args[4]).resolve("sealed"));
    return plain(new DefaultPluginManager(List.of(plugins)), args[2]);
  }

  private static long admit(Path bundle, String[] args) throws Exception {
    try (SealedStore store = SealedStore.open(Path.of(args[4]), List.of())) {
      Admission admission =
          new Admission(
              new BundleVerifier(
                  TrustStore.load(Path.of(args[3])), Limits.DEFAULT, Clock.systemUTC()),
              SignaturePolicy.require(SignatureRequirement.ALL).build(),
              store,
              SigningLedger.inMemory());
      if (!admission.admit(bundle, Optional.empty()).decision().isAdmitted()) {
        throw new IllegalStateException(bundle + " is refused");
      }
      return System.nanoTime();
    }
  }

  private static long looks(Path folder) throws Exception {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) tree::iterator) {
        Files.readAttributes(
            path, "unix:dev,ino,ctime,lastModifiedTime,size,mode", LinkOption.NOFOLLOW_LINKS);
      }
    }
    return System.nanoTime();
  }

  private static long classes(PluginManager manager, String count) throws Exception {
    ClassLoader loader = manager.getPlugins().get(0).getPluginClassLoader();
    for (int i = 0; i < Integer.parseInt(count); i++) {
      loader.loadClass(className(i));
    }
    return System.nanoTime();
  }

  /** Reads a folder, or each archive in it. */
  private static long read(Path place) throws Exception {
    List<Path> archives;
    try (Stream<Path> found = Files.list(place)) {
      archives = found.filter(Files::isRegularFile).toList();
    }
    if (archives.isEmpty()) {
      PlainReading.folder(place);
    }
    for (Path archive : archives) {
      PlainReading.archive(archive);
    }
    return System.nanoTime();
  }

  /** What checking the smallest bundle takes of the JDK alone. */
  private static long crypto(Path root) throws Exception {
    X509Certificate certificate = certificate(root);
    certificate.verify(certificate.getPublicKey());
    MessageDigest.getInstance("SHA-512").digest(new byte[MEGABYTE]);
    return System.nanoTime();
  }

  private static X509Certificate certificate(Path file) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
  }
}
