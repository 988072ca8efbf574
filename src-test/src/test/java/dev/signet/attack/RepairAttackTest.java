package dev.signet.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.install.RepairRequest;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.report.ScanTarget;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What lies in the place of a damaged plugin says nothing about what it was. */
class RepairAttackTest {
  @TempDir Path folder;
  private TestHost host;
  private Path clock;
  private Path first;
  private Path second;

  @BeforeEach
  void setUp() {
    host = new TestHost(folder);
    clock = host.plugins().resolve("clock");
    first = host.signed("clock", "1.0.0").folder(folder.resolve("first"));
    second = host.signed("clock", "2.0.0").folder(folder.resolve("second"));
    VerifyingPluginManager manager = host.started();
    SignedPluginInstaller installer = SignedPluginInstaller.of(manager);
    assertThat(installer.install(InstallRequest.of(first)).isDone()).isTrue();
    assertThat(installer.update(InstallRequest.of(second)).isDone()).isTrue();
    manager.close();
    Trees.delete(host.sealed());
  }

  @AfterEach
  void tearDown() {
    host.close();
  }

  /** How somebody makes the release look like an older one. */
  private enum Disguise {
    DESCRIPTOR,
    DESCRIPTOR_WITHOUT_SIGNATURE,
    DESCRIPTOR_WITH_A_BROKEN_SIGNATURE;

    void put(Path clock, Path first) throws IOException {
      Path properties = clock.resolve("plugin.properties");
      Files.write(properties, Files.readAllBytes(first.resolve("plugin.properties")));
      if (this != DESCRIPTOR) {
        Files.delete(clock.resolve("signature.json"));
      }
      if (this == DESCRIPTOR_WITH_A_BROKEN_SIGNATURE) {
        Files.write(clock.resolve("signature.json"), "{}".getBytes(UTF_8));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void repair_whenTheDescriptorIsOfAnOlderRelease_isOfTheOneThatWasAdmitted(Disguise disguise)
      throws IOException {
    disguise.put(clock, first);
    RepairRequest request = RepairRequest.of(ScanTarget.plugin(clock));
    SignedPluginInstaller installer = SignedPluginInstaller.of(host.started());

    assertThat(installer.repair(request.from(first)).explanation())
        .contains("not its release 2.0.0 as this host admitted it, but 1.0.0 of other files");
    assertThat(installer.repair(request.from(second)).isDone()).isTrue();
  }

  /** A name as long as the file system takes leaves no room for more. */
  @ParameterizedTest
  @CsvSource({"a, 255", "\u00e9, 127", "\u20ac, 85", "\ud83d\ude00, 63"})
  void repair_whenTheNameIsAsLongAsCanBe_keepsWhatWasThere(String sign, int times)
      throws IOException {
    Path plugin = Files.move(clock, clock.resolveSibling(sign.repeat(times)));
    SignedPluginInstaller installer = SignedPluginInstaller.of(host.started());
    Files.write(plugin.resolve("mine.txt"), "mine".getBytes(UTF_8));

    InstallResult result = installer.repair(RepairRequest.of(ScanTarget.plugin(plugin)));

    assertThat(result)
        .isInstanceOfSatisfying(
            InstallResult.Done.class,
            done ->
                assertThat(done.kept())
                    .singleElement()
                    .satisfies(kept -> assertThat(kept.resolve("mine.txt")).hasContent("mine")));
    assertThat(plugin.resolve("mine.txt")).doesNotExist();
  }
}
