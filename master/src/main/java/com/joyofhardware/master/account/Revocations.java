package com.joyofhardware.master.account;

import com.joyofhardware.protocol.front.FrontMessage.Revoked;
import java.util.List;
import java.util.function.Consumer;

/**
 * Revocations that are still of use: those of the last half hour, and each new one as it happens.
 */
public interface Revocations {
  List<Revoked> recent();

  void subscribe(Consumer<Revoked> listener);
}
