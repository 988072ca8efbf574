package dev.signet.sign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.manifest.PhpJson;
import dev.signet.sign.key.KeyRotation;
import dev.signet.sign.key.KeyType;
import dev.signet.sign.key.SigningKey;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Trees;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files with the members that are new, as a reader sees them that knows only the recorded rules of
 * version 1 and 2: written anew here, with nothing but a JSON parser and the JDK.
 */
class NewMembersInteropTest {
  private static final Certificates.Issued ROOT = Certificates.root("Root").make();
  private static final KeyPair OLD = KeyType.P384.generate();

  @TempDir private Path temp;

  private static SigningIdentity identity(Certificates.Issued issued) throws Exception {
    return SigningIdentity.of(issued.keys().getPrivate(), issued.certificate(), List.of());
  }

  private Path signed(Certificates.Issued author, int format) throws Exception {
    Path plugin =
        Trees.folder(
            temp.resolve("plugin-" + format),
            Trees.files("plugin.properties", "plugin.id=hello\nplugin.version=1", "a/\u00e9", "a"));
    KeyRotation rotation =
        KeyRotation.vouching(
            "hello", new SigningKey(OLD.getPrivate()), author.certificate().getPublicKey());
    BundleSigner.builder(identity(author)).format(format).rotation(rotation).build().sign(plugin);
    return plugin;
  }

  private static X509Certificate certificate(JsonNode pem) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.textValue().getBytes(UTF_8)));
  }

  private static byte[] decoded(JsonNode base64) {
    return Base64.getDecoder().decode(base64.textValue());
  }

  @Test
  void version1_whenItHasTheNewMember_isVerifiedByTheRecordedRules() throws Exception {
    Certificates.Issued author =
        Certificates.leaf("hello", ROOT).keys(Certificates.sharedRsa(0)).make();
    JsonNode tree =
        new ObjectMapper().readTree(signed(author, 1).resolve("signature.json").toFile());

    Signature verifier = Signature.getInstance("RSASSA-PSS");
    verifier.setParameter(new PSSParameterSpec("SHA-1", "MGF1", MGF1ParameterSpec.SHA512, 0, 1));
    verifier.initVerify(certificate(tree.get("certificate")));
    verifier.update(PhpJson.compact(tree.get("hashes")).getBytes(UTF_8));

    assertThat(tree.get("rotation")).hasSize(1);
    assertThat(verifier.verify(decoded(tree.get("signature")))).isTrue();
  }

  @Test
  void version2_whenItHasTheNewMembers_isVerifiedByTheRecordedRules() throws Exception {
    Path plugin = signed(Certificates.leaf("hello", ROOT).make(), 2);
    Certificates.Issued store = Certificates.leaf("store", ROOT).make();
    BundleSigner.builder(identity(store)).adding().build().sign(plugin);
    String text = Files.readString(plugin.resolve("signature.json"));
    JsonNode tree = new ObjectMapper().readTree(text);
    int start = text.indexOf('{', text.indexOf("\"hashes\""));
    String hashes = text.substring(start, text.indexOf('}', start) + 1);

    Signature verifier = Signature.getInstance("SHA384withECDSA");
    verifier.initVerify(certificate(tree.at("/certificates/leaf")));
    verifier.update(hashes.getBytes(UTF_8));

    assertThat(tree.get("rotation")).hasSize(1);
    assertThat(tree.get("cosignatures")).hasSize(1);
    assertThat(tree.get("v").intValue()).isEqualTo(2);
    assertThat(verifier.verify(decoded(tree.get("signature")))).isTrue();
  }
}
