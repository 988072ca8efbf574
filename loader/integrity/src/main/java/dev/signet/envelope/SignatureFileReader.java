package dev.signet.envelope;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.Internal;
import dev.signet.bundle.Limits;
import dev.signet.envelope.SignatureFile.SignedContent;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.security.cert.CertificateException;
import java.util.function.Function;

/**
 * Reads {@code signature.json}, versions 1 and 2: any bytes, in time and memory bounded by the
 * limits. A file without the member {@code v} is of version 1; what belongs to both versions at
 * once is of none. Members of the object that neither version knows are passed over, as other
 * readers do.
 */
@Internal
public final class SignatureFileReader {
  private SignatureFileReader() {}

  /** The outcome of reading. */
  public sealed interface Result {
    /** Returns the value of the function for this case. */
    <T> T fold(
        Function<? super SignatureFile, ? extends T> wellFormed,
        Function<? super Finding, ? extends T> malformed);
  }

  /**
   * It has exactly one reading.
   *
   * @param file what it says
   */
  public record WellFormed(SignatureFile file) implements Result {
    @Override
    public <T> T fold(
        Function<? super SignatureFile, ? extends T> wellFormed,
        Function<? super Finding, ? extends T> malformed) {
      return wellFormed.apply(file);
    }
  }

  /**
   * It has no reading, or more than one.
   *
   * @param finding {@code MALFORMED_SIGNATURE}, or {@code INVALID_CERTIFICATE} when only a
   *     certificate cannot be read; about the whole bundle
   */
  public record Malformed(Finding finding) implements Result {
    @Override
    public <T> T fold(
        Function<? super SignatureFile, ? extends T> wellFormed,
        Function<? super Finding, ? extends T> malformed) {
      return malformed.apply(finding);
    }
  }

  /**
   * Reads the whole content of a {@code signature.json}. Never throws for any bytes.
   *
   * @param limits of which the size of this file and the number of files matter here
   */
  public static Result read(byte[] content, Limits limits) {
    try {
      RawEnvelope envelope = EnvelopeParser.parse(content, limits);
      ObjectNode members = envelope.members();
      if (members.has("v")) {
        SignedContent signed = Version2.signedContent(envelope, content);
        return new WellFormed(SignatureFile.of(signed, DetachedSignature.certificates(members)));
      }
      SignedContent signed = Version1.signedContent(envelope);
      return new WellFormed(SignatureFile.of(signed, Version1.certificates(members)));
    } catch (MalformedException e) {
      return malformed(Reason.MALFORMED_SIGNATURE, e);
    } catch (CertificateException e) {
      return malformed(Reason.INVALID_CERTIFICATE, e);
    }
  }

  private static Result malformed(Reason reason, Exception e) {
    return new Malformed(Finding.of(reason, "signature.json cannot be used: " + e.getMessage()));
  }
}
