package dev.signet.sign.key;

import dev.signet.pem.Der;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/**
 * The signature on a request, which proves that whoever asks has the private key (RFC 2986 section
 * 3). Checked by the JDK's own providers; only with SHA-256, SHA-384 or SHA-512.
 */
final class RequestSignature {
  private static final Map<ASN1ObjectIdentifier, String> NAMES =
      Map.of(
          PKCSObjectIdentifiers.sha256WithRSAEncryption, "SHA256withRSA",
          PKCSObjectIdentifiers.sha384WithRSAEncryption, "SHA384withRSA",
          PKCSObjectIdentifiers.sha512WithRSAEncryption, "SHA512withRSA",
          PKCSObjectIdentifiers.id_RSASSA_PSS, "RSASSA-PSS",
          X9ObjectIdentifiers.ecdsa_with_SHA256, "SHA256withECDSA",
          X9ObjectIdentifiers.ecdsa_with_SHA384, "SHA384withECDSA",
          X9ObjectIdentifiers.ecdsa_with_SHA512, "SHA512withECDSA");
  private static final int BIT_STRING = 0x03;
  private static final Set<String> DIGESTS = Set.of("SHA-256", "SHA-384", "SHA-512");

  private RequestSignature() {}

  /**
   * Checks it.
   *
   * @param members of the request: what is signed, the algorithm, the signature
   * @param key the one in the request, of a size that is checked in a bounded time
   * @throws GeneralSecurityException when it is not this key's, or of another algorithm; the
   *     message goes on from "the signature"
   */
  static void check(List<byte[]> members, PublicKey key)
      throws GeneralSecurityException, IOException {
    List<byte[]> algorithm = Der.parse(members.get(1), Der::members);
    if (algorithm.isEmpty()) {
      throw new IOException("its signature has no algorithm");
    }
    ASN1ObjectIdentifier number = ASN1ObjectIdentifier.getInstance(algorithm.get(0));
    @Nullable String name = NAMES.get(number);
    if (name == null) {
      throw new GeneralSecurityException(
          "is of an algorithm that does not count here (" + number + ")");
    }
    String provider = KeyType.of(key).provider();
    Signature signature = Signature.getInstance(name, provider);
    // Another kind of key than the algorithm's is refused here.
    signature.initVerify(key);
    if (number.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
      signature.setParameter(pss(algorithm, provider));
    }
    signature.update(members.get(0));
    byte[] bits = Der.content(members.get(2), BIT_STRING);
    // The first octet counts unused bits, and there are none in a signature.
    if (bits.length == 0 || bits[0] != 0 || !signature.verify(bits, 1, bits.length - 1)) {
      throw new GeneralSecurityException("is not its own key's");
    }
  }

  private static PSSParameterSpec pss(List<byte[]> algorithm, String provider)
      throws GeneralSecurityException, IOException {
    if (algorithm.size() < 2) {
      throw new GeneralSecurityException("is of a digest that does not count here");
    }
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS", provider);
    parameters.init(algorithm.get(1));
    PSSParameterSpec spec = parameters.getParameterSpec(PSSParameterSpec.class);
    boolean strong =
        DIGESTS.contains(spec.getDigestAlgorithm())
            && spec.getMGFParameters() instanceof MGF1ParameterSpec mask
            && DIGESTS.contains(mask.getDigestAlgorithm());
    if (!strong) {
      throw new GeneralSecurityException("is of a digest that does not count here");
    }
    return spec;
  }
}
