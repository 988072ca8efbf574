package dev.signet.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signet.bundle.Layout;
import dev.signet.sign.BundleSigner;
import dev.signet.sign.SigningIdentity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Nextcloud and ownCloud sign, byte for byte. */
class SignCasesTest {
  /** Recorded as a JSON value only, with the reason. */
  private static final Map<String, String> OTHERWISE_PRINTED =
      Map.of(
          "testWriteCoreSignatureWithValidModifiedHtaccessAndUserIni",
          "the slashes of the signature are recorded unescaped, which PHP does not print");

  record SignCase(String peer, JsonNode recorded) {
    boolean isCore() {
      return recorded.get("operation").textValue().equals("sign-core");
    }

    Layout layout() {
      if (peer.equals("nextcloud")) {
        return isCore() ? Layout.NEXTCLOUD_CORE : Layout.NEXTCLOUD_APP;
      }
      return isCore() ? Layout.OWNCLOUD_CORE : Layout.OWNCLOUD_APP;
    }

    Path file(String member) {
      return Conformance.folder().resolve(peer).resolve(recorded.get(member).textValue());
    }

    Path tree() {
      Path data = Conformance.folder().resolve(peer).resolve("data");
      return data.resolve(recorded.get("tree").textValue());
    }

    @Override
    public String toString() {
      return peer + " " + recorded.get("test").textValue();
    }
  }

  static List<SignCase> cases() {
    List<SignCase> cases = new ArrayList<>();
    for (String peer : List.of("nextcloud", "owncloud/pre-g2")) {
      String all = new String(Conformance.bytes(peer + "/cases.json"), UTF_8);
      for (JsonNode recorded : Conformance.json(all).get("cases")) {
        if (recorded.get("operation").textValue().startsWith("sign-")) {
          cases.add(new SignCase(peer, recorded));
        }
      }
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void signatureFile_whenFormatIs1_isTheRecordedOne(SignCase signCase) throws Exception {
    SigningIdentity identity =
        SigningIdentity.load(signCase.file("key"), signCase.file("certificate"), Optional.empty());
    BundleSigner signer =
        BundleSigner.builder(identity)
            .format(1)
            .layout(signCase.layout())
            .id(signCase.recorded().get("app_id").textValue())
            .build();

    String signed = new String(signer.signatureFile(signCase.tree()), UTF_8);

    String recorded =
        new String(
            Conformance.bytes(
                signCase.peer() + "/" + signCase.recorded().get("signature").textValue()),
            UTF_8);
    assertThat(Conformance.json(signed)).isEqualTo(Conformance.json(recorded));
    if (!OTHERWISE_PRINTED.containsKey(signCase.recorded().get("test").textValue())) {
      assertThat(signed.stripTrailing()).isEqualTo(recorded.stripTrailing());
    }
  }

  @Test
  void data_whenPresent_hasFiveSignCasesOfEachPeer() {
    assertThat(cases()).hasSize(10);
  }
}
