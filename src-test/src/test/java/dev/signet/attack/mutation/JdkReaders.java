package dev.signet.attack.mutation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What the JDK this runs on sees in jars, held against what was verified in them. Needs nothing but
 * the JDK, so that another one can run it, too.
 */
final class JdkReaders {
  private JdkReaders() {}

  /** Prints each difference, for all jars of a folder; beside each lies what was verified. */
  public static void main(String[] arguments) throws Exception {
    System.out.println("JDK " + Runtime.version().feature());
    try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
        Map<String, String> verified = new TreeMap<>();
        for (String line : Files.readAllLines(jar.resolveSibling(jar.getFileName() + ".txt"))) {
          verified.put(line.substring(129), line.substring(0, 128));
        }
        differences(jar, verified)
            .forEach(difference -> System.out.println(jar.getFileName() + ": " + difference));
      }
    }
  }

  /** Returns in what a reader differs; verified are digests by path. */
  static List<String> differences(Path jar, Map<String, String> verified) {
    List<String> differences = new ArrayList<>();
    try {
      Map<String, String> entries = entries(jar);
      if (!entries.equals(verified)) {
        differences.add("ZipFile sees " + entries + ", not " + verified);
      }
      differences.addAll(byClassLoader(jar, verified));
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      differences.add(e.toString());
    }
    return differences;
  }

  private static Map<String, String> entries(Path jar)
      throws IOException, GeneralSecurityException {
    Map<String, String> entries = new TreeMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        try (InputStream in = zip.getInputStream(entry)) {
          String digest = digest(in);
          if (!entry.isDirectory() || entry.getSize() != 0) {
            entries.merge(entry.getName(), digest, (one, other) -> "twice");
          }
        }
      }
    }
    return entries;
  }

  private static List<String> byClassLoader(Path jar, Map<String, String> verified)
      throws IOException, GeneralSecurityException {
    List<String> differences = new ArrayList<>();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      if (loader.findResource("not/there") != null) {
        differences.add("a class loader finds what is not there");
      }
      for (String name : verified.keySet()) {
        if (name.codePoints().anyMatch(Character::isSupplementaryCodePoint)) {
          continue; // JDK 17 makes an address of it that it cannot open itself
        }
        List<URL> found = Collections.list(loader.findResources(name));
        // Of a multi-release jar it is another file of the same jar, whose name the address tells.
        String real = found.size() == 1 ? entryName(found.get(0)) : name;
        String digest = found.size() == 1 ? digest(found.get(0)) : found.toString();
        if (!digest.equals(verified.get(real)) || !real.endsWith(name)) {
          differences.add("a class loader finds " + found + " for " + name);
        }
      }
    }
    return differences;
  }

  private static String entryName(URL url) {
    String path = url.toString();
    String name = path.substring(path.indexOf("!/") + 2).replace("+", "%2B");
    return URLDecoder.decode(name, UTF_8);
  }

  private static String digest(URL url) throws IOException, GeneralSecurityException {
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false);
    try (InputStream in = connection.getInputStream()) {
      return digest(in);
    }
  }

  static String digest(InputStream in) throws IOException, GeneralSecurityException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(in.readAllBytes()));
  }
}
