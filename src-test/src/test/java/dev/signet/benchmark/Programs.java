package dev.signet.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.zafarkhaja.semver.Version;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.verify.BundleVerifier;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.pf4j.PluginManager;
import org.slf4j.Logger;

/** Programs in JVMs of their own, all on the JVM that runs this one. */
final class Programs {
  /**
   * One class of each library that a small host has. No logger among them: setting one up takes as
   * long as loading a hundred plugins, and says nothing of those.
   */
  private static final List<Class<?>> OF_A_HOST =
      List.of(
          VerifyingPluginManager.class,
          BundleVerifier.class,
          PluginManager.class,
          Version.class,
          Logger.class,
          JsonFactory.class,
          ObjectMapper.class,
          JsonInclude.class,
          ASN1Object.class,
          ContentInfo.class,
          X509CertificateHolder.class,
          Programs.class);

  private Programs() {}

  /** Returns the command that runs a class of the tests. */
  static List<String> ofClass(Class<?> program, String... arguments) {
    List<String> words =
        java("-Xmx2g", "-Dslf4j.internal.verbosity=ERROR", "-cp", classPath(), program.getName());
    words.addAll(List.of(arguments));
    return words;
  }

  private static String classPath() {
    return OF_A_HOST.stream()
        .map(type -> Path.of(uri(type.getProtectionDomain().getCodeSource().getLocation())))
        .map(Path::toString)
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static URI uri(URL location) {
    try {
      return location.toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the command that runs java with these words. */
  static List<String> java(String... words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(words));
    return command;
  }

  /** Runs a program to its end, and returns the number in the last line it prints. */
  static double number(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", command) + ": " + lines);
    }
    return Double.parseDouble(lines.get(lines.size() - 1));
  }

  /** Runs a program to its end, and returns its exit code. */
  static int exitCode(List<String> command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** Runs a program that has to end well. */
  static void run(List<String> command) throws IOException, InterruptedException {
    if (exitCode(command) != 0) {
      throw new IllegalStateException(String.join(" ", command));
    }
  }

  /** Names a program of which all counts, from its start to its end. */
  static RatioTable.Named whole(String name, List<String> command) {
    return RatioTable.Named.task(name, () -> run(command));
  }
}
