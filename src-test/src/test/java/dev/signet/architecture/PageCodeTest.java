package dev.signet.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.config.HostConfiguration;
import dev.signet.pf4j.PluginAdmission;
import dev.signet.postgres.PostgresLedger;
import dev.signet.testkit.JavaSources;
import dev.signet.verdict.Verdict;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pf4j.PluginManager;
import org.pf4j.spring.SpringPluginManager;
import org.pf4j.update.UpdateManager;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.ApplicationContextAware;
import org.springframework.core.NestedRuntimeException;

/** The Java of the pages is Java, and names nothing but API. */
class PageCodeTest {
  private static final Pattern JAVA = Pattern.compile("(?s)```java\\n(.*?)```");

  /** A host of the reader's, in which each piece stands. */
  private static final String HOST =
      """
      import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
      import java.net.URI;
      import java.nio.file.Files;
      import java.nio.file.Path;
      import java.util.List;
      import java.util.zip.ZipEntry;
      import java.util.zip.ZipFile;
      import javax.sql.DataSource;
      import io.micrometer.core.instrument.MeterRegistry;
      import org.pf4j.*;
      import org.pf4j.spring.*;
      import org.pf4j.update.*;
      import org.springframework.beans.factory.InitializingBean;
      %s
      abstract class Host extends SpringPluginManager implements InitializingBean {
        static TrustSource trust;
        static VerifyingPluginManager plugins;
        SignedPluginInstaller installer;
        PluginAdmission admission;
        MeterRegistry registry;
        ZipFile bundle;
        DataSource owner;
        DataSource pool;
        void show(Object... all) {}
        void alarm(Object... all) {}
        @Override public void afterPropertiesSet() {}
        %s
      }
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "docs/configuration.md",
        "docs/fleet.md",
        "docs/hosts.md",
        "docs/install.md",
        "docs/observability.md",
        "docs/registries.md",
        "docs/rules.md"
      })
  void java_compilesWithTheApiAlone(String page) throws IOException {
    List<String> pieces =
        JAVA.matcher(Files.readString(Path.of("..", page)))
            .results()
            .map(piece -> piece.group(1))
            .toList();

    assertThat(pieces).isNotEmpty();
    for (String piece : pieces) {
      String host = HOST.formatted(imports(), placed(whole(piece)));
      String source = piece.contains(" afterPropertiesSet()") ? withoutOwn(host) : host;
      assertThat(messages(source)).as(piece).isEmpty();
    }
  }

  private static String messages(String source) {
    List<Class<?>> visible =
        List.of(
            Verdict.class,
            PluginAdmission.class,
            HostConfiguration.class,
            PostgresLedger.class,
            PluginManager.class,
            SpringPluginManager.class,
            UpdateManager.class,
            InitializingBean.class,
            ApplicationContextAware.class,
            NestedRuntimeException.class,
            MeterRegistry.class);
    try {
      JavaSources.compile(Map.of("Host", source), visible);
      return "";
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String withoutOwn(String host) {
    return host.replace("@Override public void afterPropertiesSet() {}\n", "");
  }

  /** What a page leaves to the reader: more options, and the end of a block. */
  private static String whole(String piece) {
    String all = piece.replace("…", ".require(SignatureRequirement.ALL).build();");
    long open = all.chars().filter(c -> c == '{').count();
    long closed = all.chars().filter(c -> c == '}').count();
    return all + "}".repeat((int) (open - closed));
  }

  /** Types and members stand in the class, all else in a method of it. */
  private static String placed(String piece) {
    return piece.startsWith("class ") || piece.startsWith("@Override")
        ? piece
        : "void method() throws Exception {\n" + piece + "\n}";
  }

  private static String imports() throws IOException {
    try (InputStream list = ApiTest.class.getResourceAsStream("api-types.txt")) {
      String all = new String(list.readAllBytes(), UTF_8);
      return Pattern.compile("(?m)^[a-z0-9.]+\\.[A-Z][A-Za-z0-9]*$")
          .matcher(all)
          .results()
          .map(MatchResult::group)
          .map(type -> "import " + type + ";")
          .collect(Collectors.joining("\n"));
    }
  }
}
