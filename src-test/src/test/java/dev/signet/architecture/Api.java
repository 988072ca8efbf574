package dev.signet.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.signet.Internal;
import dev.signet.config.HostConfiguration;
import dev.signet.pf4j.PluginAdmission;
import dev.signet.postgres.PostgresLedger;
import dev.signet.verdict.Verdict;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which types of the libraries are API: those a caller can name and that are not {@link Internal}.
 */
final class Api {
  /** Run, and imported by nobody. */
  private static final Set<String> PROGRAMS =
      Set.of("dev.signet.cli", "dev.signet.maven", "dev.signet.sample");

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .importUrls(
              Stream.of(
                      Verdict.class,
                      PluginAdmission.class,
                      HostConfiguration.class,
                      PostgresLedger.class)
                  .map(ofModule -> ofModule.getProtectionDomain().getCodeSource().getLocation())
                  .toList());

  private Api() {}

  static Stream<JavaClass> types() {
    return PRODUCT.stream().filter(Api::contains);
  }

  /** Whether hosts and authors may rely on this type. */
  static boolean contains(JavaClass type) {
    return PROGRAMS.stream().noneMatch(type.getPackageName()::startsWith)
        && type.getModifiers().contains(JavaModifier.PUBLIC)
        && !type.isAnnotatedWith(Internal.class)
        && !type.getPackage().isAnnotatedWith(Internal.class)
        && type.getEnclosingClass().map(Api::contains).orElse(true);
  }

  /** As it is written in source code. */
  static String name(JavaClass type) {
    return type.getName().replace('$', '.');
  }
}
