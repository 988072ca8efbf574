package dev.signet.maven;

import dev.signet.sign.key.Passphrase;
import dev.signet.sign.problem.SigningException;
import java.util.stream.Stream;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;
import org.jspecify.annotations.Nullable;

/**
 * Takes a passphrase from a server of {@code settings.xml}, decrypted as Maven decrypts its own.
 *
 * @param id of the server
 */
record ServerPassphrase(Settings settings, SettingsDecrypter decrypter, String id)
    implements Passphrase {

  @Override
  public char[] ask(String purpose) throws SigningException {
    @Nullable Server server = settings.getServer(id);
    if (server == null) {
      throw new SigningException(
          purpose + " needs a passphrase, and settings.xml has no server '" + id + "'",
          "add one with the passphrase, or correct <serverId>");
    }
    SettingsDecryptionResult result =
        decrypter.decrypt(new DefaultSettingsDecryptionRequest(server));
    for (SettingsProblem problem : result.getProblems()) {
      throw new SigningException(
          "The passphrase of server '"
              + id
              + "' in settings.xml cannot be decrypted: "
              + problem.getMessage(),
          "encrypt it anew by mvn --encrypt-password");
    }
    Server plain = result.getServer();
    return Stream.of(plain.getPassphrase(), plain.getPassword())
        .filter(each -> each != null && !each.isEmpty())
        .findFirst()
        .orElseThrow(
            () ->
                new SigningException(
                    "Server '" + id + "' in settings.xml has neither passphrase nor password",
                    "add one"))
        .toCharArray();
  }
}
