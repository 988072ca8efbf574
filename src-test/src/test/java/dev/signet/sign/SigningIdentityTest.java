package dev.signet.sign;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.sign.key.PemFiles;
import dev.signet.sign.problem.SigningException;
import dev.signet.testkit.Certificates;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningIdentityTest {
  private static final Certificates.Issued ROOT = Certificates.root("root").make();
  private static final Certificates.Issued CA = Certificates.intermediate("ca", ROOT).make();
  private static final Certificates.Issued EC = Certificates.leaf("plugin", CA).make();
  private static final Certificates.Issued RSA =
      Certificates.legacyLeaf("plugin", CA).keys(Certificates.sharedRsa(0)).make();

  @TempDir private Path temp;

  @Test
  void identity_whenKeyFits_knowsItsAlgorithmAndName() throws Exception {
    SigningIdentity ec =
        SigningIdentity.of(EC.keys().getPrivate(), EC.certificate(), List.of(CA.certificate()));
    SigningIdentity rsa = SigningIdentity.of(RSA.keys().getPrivate(), RSA.certificate(), List.of());

    assertThat(ec.algorithm()).isEqualTo(SignatureAlgorithm.ECDSA_P384_SHA384);
    assertThat(ec.commonName()).isEqualTo("plugin");
    assertThat(ec.chain()).containsExactly(CA.certificate());
    assertThat(rsa.algorithm()).isEqualTo(SignatureAlgorithm.RSA_PSS_SHA384);
  }

  @Test
  void identity_whenKeyIsAnother_isRefused() {
    refused(Certificates.p384().getPrivate(), EC.certificate(), "key");
    refused(RSA.keys().getPrivate(), EC.certificate(), "key");
    refused(EC.keys().getPrivate(), RSA.certificate(), "key");
  }

  @Test
  void identity_whenCertificateMayNotSign_isRefused() {
    refused(CA.keys().getPrivate(), CA.certificate(), "authority");
    KeyPair p256 = Certificates.curve("secp256r1");
    refused(p256.getPrivate(), Certificates.leaf("a", CA).keys(p256).make().certificate(), "P-384");
    Certificates.Issued twice =
        Certificates.leaf("a", CA)
            .subject(Certificates.name(new DERUTF8String("a"), new DERUTF8String("b")))
            .make();
    refused(twice.keys().getPrivate(), twice.certificate(), "common name");
  }

  @Test
  void identity_whenChainIsTooLong_isRefused() {
    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(
            () ->
                SigningIdentity.of(
                    EC.keys().getPrivate(),
                    EC.certificate(),
                    Collections.nCopies(9, CA.certificate())))
        .withMessageContaining("chain");
  }

  @Test
  void load_whenKeyIsInAnyUsualForm_readsIt() throws Exception {
    PrivateKeyInfo ec = PrivateKeyInfo.getInstance(EC.keys().getPrivate().getEncoded());
    PrivateKeyInfo rsa = PrivateKeyInfo.getInstance(RSA.keys().getPrivate().getEncoded());
    Path ecLeaf = certificates("ec.crt", EC.certificate());
    Path rsaLeaf = certificates("rsa.crt", RSA.certificate());

    load(pem("PRIVATE KEY", ec.getEncoded()), ecLeaf);
    load(pem("PRIVATE KEY", rsa.getEncoded()), rsaLeaf);
    load(pem("RSA PRIVATE KEY", rsa.parsePrivateKey().toASN1Primitive().getEncoded()), rsaLeaf);
    String parameters = pem("EC PARAMETERS", SECObjectIdentifiers.secp384r1.getEncoded());
    BigInteger secret = ((ECPrivateKey) EC.keys().getPrivate()).getS();
    String sec1 =
        pem(
            "EC PRIVATE KEY",
            new org.bouncycastle.asn1.sec.ECPrivateKey(384, secret, SECObjectIdentifiers.secp384r1)
                .getEncoded());
    load(sec1, ecLeaf);
    load(parameters + sec1, ecLeaf);
  }

  @Test
  void load_whenCertificateFileHoldsMore_takesItForTheChain() throws Exception {
    Path key = key(EC.keys().getPrivate());
    Path leaf = certificates("leaf.crt", EC.certificate(), CA.certificate());
    Path chain = certificates("chain.crt", CA.certificate(), ROOT.certificate());

    assertThat(SigningIdentity.load(key, leaf, Optional.of(chain)).chain())
        .containsExactly(CA.certificate(), ROOT.certificate());
  }

  @Test
  void load_whenFileCannotBeUsed_namesItTheCauseAndTheRemedy() throws Exception {
    Path key = key(EC.keys().getPrivate());
    Path leaf = certificates("leaf.crt", EC.certificate());
    Path missing = temp.resolve("missing");
    Path empty = Files.createFile(temp.resolve("empty"));

    refused(missing, leaf, "missing");
    refused(key, missing, "missing");
    refused(empty, leaf, "empty", "private key");
    refused(key, empty, "empty", "certificate");
    refused(leaf, leaf, "leaf.crt", "private key");
    refused(key, certificates("other.crt", RSA.certificate()), "other.crt", "key");
    Path garbage = temp.resolve("garbage.key");
    for (String label : List.of("PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY")) {
      for (byte[] content : new byte[][] {{1, 2, 3}, {0x30, 0}, {0x30, 3, 2, 1, 1}, {5, 0}}) {
        Files.writeString(garbage, pem(label, content), US_ASCII);
        refused(garbage, leaf, "garbage.key");
      }
    }
  }

  @Test
  void load_whenKeyIsEncrypted_saysHowToDecryptIt() throws Exception {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(
          new JcaPKCS8Generator(
              EC.keys().getPrivate(),
              new JceOpenSSLPKCS8EncryptorBuilder(JcaPKCS8Generator.PBE_SHA1_3DES)
                  .setProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider())
                  .setRandom(new SecureRandom())
                  .setPassword("secret".toCharArray())
                  .build()));
    }
    Path file = Files.writeString(temp.resolve("encrypted.key"), text.toString());

    refused(file, certificates("leaf.crt", EC.certificate()), "encrypted.key", "openssl pkey");
  }

  private void load(String key, Path leaf) throws Exception {
    Path file = Files.writeString(temp.resolve("k.pem"), key, US_ASCII);
    assertThat(SigningIdentity.load(file, leaf, Optional.empty()).commonName()).isEqualTo("plugin");
  }

  private static void refused(PrivateKey key, X509Certificate leaf, String part) {
    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(() -> SigningIdentity.of(key, leaf, List.of()))
        .withMessageContaining(part);
  }

  private static void refused(Path key, Path leaf, String... parts) {
    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(() -> SigningIdentity.load(key, leaf, Optional.empty()))
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  private Path key(PrivateKey key) throws IOException {
    Path file = temp.resolve("key.pem");
    PemFiles.writePrivateKey(file, key);
    return file;
  }

  private Path certificates(String name, X509Certificate... certificates) throws IOException {
    Path file = temp.resolve(name);
    PemFiles.writeCertificates(file, List.of(certificates));
    return file;
  }

  private static String pem(String label, byte[] der) throws IOException {
    StringWriter text = new StringWriter();
    try (org.bouncycastle.util.io.pem.PemWriter writer =
        new org.bouncycastle.util.io.pem.PemWriter(text)) {
      writer.writeObject(new PemObject(label, der));
    }
    return text.toString();
  }
}
