from corridor.platform.room import Room


class ContractsConfig(Room):
    name = "corridor.cycle.contracts"
    label = "contracts"
