package com.joyofhardware.engine.local;

import com.joyofhardware.engine.spi.ContainerEngine;

/** The contract where neither control groups nor loop devices may be used. */
final class BareMachineEngineTest extends LocalEngineTest {
  @Override
  protected ContainerEngine open() throws Exception {
    return TestingEngine.openBare(folder);
  }
}
