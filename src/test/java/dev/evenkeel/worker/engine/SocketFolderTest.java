package dev.evenkeel.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketFolderTest {

  @TempDir private Path folder;

  @Test
  void letsOnlyThisUserIn() throws IOException {
    Path socket = SocketFolder.in(folder.resolve("engines")).next();

    assertThat(socket.getParent()).isEqualTo(folder.resolve("engines"));
    assertThat(permissions(socket)).isEqualTo("rwx------");
  }

  @Test
  void goesElsewhereWhereThePathIsTooLongForASocket() throws IOException {
    Path socket = SocketFolder.in(folder.resolve("x".repeat(90))).next();

    assertThat(socket.toString().length()).isLessThanOrEqualTo(107);
    assertThat(permissions(socket)).isEqualTo("rwx------");
  }

  @Test
  void clearsAwayTheSocketOfAKilledServer() throws IOException {
    Path left = SocketFolder.in(folder).next();
    Files.createFile(left);

    assertThat(SocketFolder.in(folder).next()).isEqualTo(left).doesNotExist();
  }

  private static String permissions(Path socket) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent()));
  }
}
